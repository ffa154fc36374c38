import { defineConfig } from 'ccp-core';
import { z } from 'zod';

/** A size as MariaDB reads it: bytes, or with K, M or G. */
const size = z.string().regex(/^[1-9][0-9]*[KMG]?$/, 'a number of bytes, or with K, M or G behind it');

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(3306).describe('TCP port of the server.'),
  maxConnections: z.int().min(10).max(100_000).default(1000).describe('Connections that the server accepts at once.'),
  maxAllowedPacket: size.default('64M').describe('Largest statement or row.'),
  innodbBufferPoolSize: size.default('256M').describe('Memory for data and indexes; the memory limit must leave 512 MiB beside it.'),
  innodbLogFileSize: size.default('96M').describe('Size of the redo log; more smooths bursts of writes, and lengthens recovery.'),
});

/** Configuration of the service `mariadb`. */
export type MariadbConfig = z.infer<typeof schema>;

/** Schema of {@link MariadbConfig}. */
export const mariadbConfig = defineConfig(schema);
