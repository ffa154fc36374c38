import { defineConfig } from 'ccp-core';
import { z } from 'zod';
import { bootstrapSchema } from './bootstrap-config.ts';
import { storesSchema } from './stores-config.ts';

/** Addresses at which a cloud answers itself, and only its guests: metadata, and the pod. */
const innerHosts = ['169.254.169.254', 'localhost', '127.0.0.1'];

const importSchema = z
  .strictObject({
    methods: z
      .array(z.enum(['glance-direct', 'web-download', 'copy-image', 'glance-download']))
      .default(['glance-direct', 'web-download', 'copy-image'])
      .describe('How images may be imported: from the client, from a URL, from another store, from another Glance.'),
    convertTo: z.enum(['qcow2', 'raw', 'vmdk']).optional().describe('Format that imported images are converted to. Default: they stay as they are.'),
    refusedHosts: z.array(z.string().regex(/^[^\s,\]]+$/, 'a host')).default(innerHosts).describe('Hosts that no image is fetched from.'),
    allowedPorts: z.array(z.int().min(1).max(65535)).default([80, 443]).describe('Ports that images are fetched from.'),
    workers: z.int().min(1).max(64).default(4).describe('Imports that a worker process carries out at once.'),
  })
  .prefault({});

const schema = z
  .strictObject({
    port: z.int().min(1024).max(65535).default(9292).describe('TCP port of the API.'),
    processes: z.int().min(1).max(64).default(2).describe('Worker processes of the API; each takes about 100 MiB.'),
    threads: z.int().min(1).max(64).default(4).describe('Threads of each worker; an upload or download takes one for as long as it lasts.'),
    stores: storesSchema.describe('Where images are kept, by name; see below.'),
    defaultStore: z.string().default('file').describe('Store of images for which none is asked.'),
    import: importSchema.describe('Import of images.'),
    bootstrap: bootstrapSchema.describe('Images that are there from the beginning.'),
    debug: z.boolean().default(false).describe('Log at level DEBUG.'),
  })
  .refine(({ stores, defaultStore }) => stores[defaultStore] !== undefined, { path: ['defaultStore'], message: 'not one of the stores' });

/** Configuration of the service `glance`. */
export type GlanceConfig = z.infer<typeof schema>;

/** Schema of {@link GlanceConfig}. */
export const glanceConfig = defineConfig(schema);
