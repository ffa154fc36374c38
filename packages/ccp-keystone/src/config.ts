import { defineConfig } from 'ccp-core';
import { z } from 'zod';
import { bootstrapSchema, domainsSchema } from './domains-config.ts';

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(5000).describe('TCP port of the API.'),
  processes: z.int().min(1).max(64).default(2).describe('Worker processes of the API; each takes about 110 MiB.'),
  threads: z.int().min(1).max(64).default(1).describe('Threads of each worker.'),
  tokenExpiration: z
    .int()
    .min(60)
    .max(86_400 * 7)
    .default(3600)
    .describe('Seconds that a token is valid. Rotation of Fernet keys waits for it.'),
  tokenCacheEncryption: z.boolean().default(true).describe('Services encrypt the tokens that they keep in the shared cache, each with a key of its own.'),
  notificationFormat: z.enum(['basic', 'cadf']).default('cadf').describe('Form of notifications, where a message bus for them is bound.'),
  domains: domainsSchema.describe('Domains with a directory of their own, by name; see below.'),
  bootstrap: bootstrapSchema.describe('Domains, projects and roles that are made when they are absent.'),
  debug: z.boolean().default(false).describe('Log at level DEBUG. May show request bodies; not for production.'),
});

/** Configuration of the service `keystone`. */
export type KeystoneConfig = z.infer<typeof schema>;

/** Schema of {@link KeystoneConfig}. */
export const keystoneConfig = defineConfig(schema);
