import { defineConfig } from 'ccp-core';
import { z } from 'zod';

const ratio = z.number().min(0.1).max(100);

const compute = z.strictObject({
  virtType: z.enum(['auto', 'kvm', 'qemu']).default('auto').describe('How guests are run. auto: with KVM where a guest of the node really starts with it, else emulated.'),
  cpuMode: z.enum(['host-model', 'host-passthrough', 'none']).default('host-model').describe('Processor that guests see with KVM; an emulated one is the plain one.'),
  imagesType: z.enum(['qcow2', 'raw', 'flat']).default('qcow2').describe('Form of disks of instances.'),
  cpuAllocationRatio: ratio.default(4).describe('Virtual processors that are given out for each of the node.'),
  ramAllocationRatio: ratio.default(1).describe('Memory that is given out, as a multiple of that of the node.'),
  diskAllocationRatio: ratio.default(1).describe('Disk that is given out, as a multiple of that of the node.'),
  reservedHostMemory: z.int().min(0).max(1_048_576).default(512).describe('MiB of memory that are not given out.'),
  resumeGuests: z.boolean().default(true).describe('Start guests that ran when their node went down.'),
  debug: z.boolean().default(false).describe('Log at level DEBUG.'),
});

/** Configuration of the service `nova-compute`. */
export type ComputeConfig = z.infer<typeof compute>;

/** Schema of {@link ComputeConfig}. */
export const computeConfig = defineConfig(compute);

/** Schema of the configuration of `libvirt`: nothing can be chosen yet. */
export const libvirtConfig = defineConfig(z.strictObject({}));
