import { defineConfig } from 'ccp-core';
import { z } from 'zod';

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(5672).describe('TCP port of AMQP.'),
  managementPort: z.int().min(1024).max(65535).default(15_672).describe('TCP port of the management API, which makes accounts.'),
  metricsPort: z.int().min(1024).max(65535).default(15_692).describe('TCP port of metrics for Prometheus.'),
  memoryLimit: z.int().min(128).max(1_048_576).default(384).describe('MiB of memory from which on publishers are held back; the limit of the pod must leave 128 MiB beside it.'),
  diskFreeLimit: z.int().min(50).max(1_048_576).default(512).describe('MiB of free disk below which publishers are held back.'),
  schedulers: z.int().min(1).max(64).default(2).describe('Threads that run the broker.'),
  notificationLimit: z.int().min(1).max(10_000_000).default(10_000).describe('Notifications that a queue keeps; the oldest go when nobody listens.'),
});

/** Configuration of the service `rabbitmq`. */
export type RabbitmqConfig = z.infer<typeof schema>;

/** Schema of {@link RabbitmqConfig}. */
export const rabbitmqConfig = defineConfig(schema);
