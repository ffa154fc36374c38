import { defineConfig } from 'ccp-core';
import { z } from 'zod';

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(8778).describe('TCP port of the API.'),
  processes: z.int().min(1).max(64).default(1).describe('Worker processes of the API; each takes about 80 MiB.'),
  threads: z.int().min(1).max(64).default(2).describe('Threads of each worker.'),
  debug: z.boolean().default(false).describe('Log at level DEBUG.'),
});

/** Configuration of the service `placement`. */
export type PlacementConfig = z.infer<typeof schema>;

/** Schema of {@link PlacementConfig}. */
export const placementConfig = defineConfig(schema);
