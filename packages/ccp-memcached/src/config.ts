import { defineConfig } from 'ccp-core';
import { z } from 'zod';

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(11211).describe('TCP port of every member.'),
  memory: z.int().min(16).max(65536).default(128).describe('MiB for items; the memory limit must leave 64 MiB beside it.'),
  maxConnections: z.int().min(64).max(65535).default(4096).describe('Connections that a member accepts at once.'),
  maxItemSize: z
    .string()
    .regex(/^[1-9][0-9]*[km]$/, 'a number with k or m behind it')
    .default('1m')
    .describe('Largest item.'),
  threads: z.int().min(1).max(64).default(2).describe('Worker threads.'),
});

/** Configuration of the service `memcached`. */
export type MemcachedConfig = z.infer<typeof schema>;

/** Schema of {@link MemcachedConfig}. */
export const memcachedConfig = defineConfig(schema);
