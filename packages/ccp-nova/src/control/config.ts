import { defineConfig } from 'ccp-core';
import { z } from 'zod';

const debug = z.boolean().default(false).describe('Log at level DEBUG.');

const flavor = z.strictObject({
  ram: z.int().min(1).describe('Memory in MiB.'),
  disk: z.int().min(0).describe('Root disk in GiB; 0: as large as the image.'),
  vcpus: z.int().min(1).describe('Virtual processors.'),
});

/** The original's six. The smallest had 128 MiB there; the test guest needs that for itself and has room here. */
const usualFlavors = {
  'm1.test': { ram: 192, disk: 1, vcpus: 1 },
  'm1.tiny': { ram: 512, disk: 1, vcpus: 1 },
  'm1.small': { ram: 2048, disk: 20, vcpus: 1 },
  'm1.medium': { ram: 4096, disk: 40, vcpus: 2 },
  'm1.large': { ram: 8192, disk: 80, vcpus: 4 },
  'm1.xlarge': { ram: 16_384, disk: 160, vcpus: 8 },
};

const nova = z.strictObject({
  port: z.int().min(1024).max(65535).default(8774).describe('TCP port of the API.'),
  processes: z.int().min(1).max(64).default(1).describe('Worker processes of the API; each takes about 140 MiB.'),
  threads: z.int().min(1).max(64).default(2).describe('Threads of each worker.'),
  bootstrap: z.strictObject({ flavors: z.record(z.string().min(1).max(255), flavor).default(usualFlavors).describe('Flavors that are made when they are absent, by name.') }).prefault({}),
  debug,
});

/** Configuration of the service `nova`, the API. */
export type NovaConfig = z.infer<typeof nova>;

/** Schema of {@link NovaConfig}. */
export const novaConfig = defineConfig(nova);

const metadata = z.strictObject({
  port: z.int().min(1024).max(65535).default(8775).describe('TCP port that the proxies of the network ask.'),
  processes: z.int().min(1).max(64).default(1).describe('Worker processes; each takes about 110 MiB.'),
  threads: z.int().min(1).max(64).default(2).describe('Threads of each worker.'),
  debug,
});

/** Configuration of the service `nova-metadata`. */
export type MetadataConfig = z.infer<typeof metadata>;

/** Schema of {@link MetadataConfig}. */
export const metadataConfig = defineConfig(metadata);

const conductor = z.strictObject({
  workers: z.int().min(1).max(64).default(1).describe('Worker processes; each takes about 110 MiB.'),
  debug,
});

/** Configuration of the service `nova-conductor`. */
export type ConductorConfig = z.infer<typeof conductor>;

/** Schema of {@link ConductorConfig}. */
export const conductorConfig = defineConfig(conductor);

const scheduler = z.strictObject({
  workers: z.int().min(1).max(64).default(1).describe('Worker processes; each takes about 130 MiB.'),
  discoverHostsSeconds: z.int().min(5).max(3600).default(10).describe('How often new compute nodes are looked for.'),
  debug,
});

/** Configuration of the service `nova-scheduler`. */
export type SchedulerConfig = z.infer<typeof scheduler>;

/** Schema of {@link SchedulerConfig}. */
export const schedulerConfig = defineConfig(scheduler);

const console = z.strictObject({
  port: z.int().min(1024).max(65535).default(6080).describe('TCP port that browsers connect to.'),
  debug,
});

/** Configuration of the service `nova-novncproxy`. */
export type ConsoleConfig = z.infer<typeof console>;

/** Schema of {@link ConsoleConfig}. */
export const consoleConfig = defineConfig(console);
