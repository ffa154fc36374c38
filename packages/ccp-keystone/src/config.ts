import { defineConfig } from 'ccp-core';
import { z } from 'zod';

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(5000).describe('TCP port of the API.'),
  processes: z.int().min(1).max(64).default(2).describe('Worker processes of the API; each takes about 110 MiB.'),
  threads: z.int().min(1).max(64).default(1).describe('Threads of each worker.'),
  tokenExpiration: z
    .int()
    .min(60)
    .max(86_400 * 7)
    .default(3600)
    .describe('Seconds that a token is valid. Fernet keys must be rotated no faster than tokens expire.'),
  debug: z.boolean().default(false).describe('Log at level DEBUG. May show request bodies; not for production.'),
});

/** Configuration of the service `keystone`. */
export type KeystoneConfig = z.infer<typeof schema>;

/** Schema of {@link KeystoneConfig}. */
export const keystoneConfig = defineConfig(schema);
