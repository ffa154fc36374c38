import { defineConfig, defineService, exec } from 'ccp-core';
import { z } from 'zod';
import { runPath } from './host-paths.ts';
import { openvswitchImage } from './image.ts';

const schema = z.strictObject({
  datapath: z
    .enum(['auto', 'system', 'netdev'])
    .default('auto')
    .describe('What moves packets: the kernel module (`system`) or ovs-vswitchd itself (`netdev`). `auto`: the module where the kernel has it; found once for each node, and kept.'),
});

const ready = exec('ovs-appctl', '--timeout=4', '-t', '/run/openvswitch/ovs-vswitchd.ctl', 'version');

/**
 * The switch of a node. Guests' traffic stops for about a second when it starts again (with the kernel module only for new
 * connections), so nothing but an operator who deletes the pod makes it do so: no probe kills it, and its own monitor mends crashes.
 */
export const openvswitchVswitchd = defineService({
  name: 'openvswitch-vswitchd',
  title: 'Open vSwitch of a node',
  kind: 'DaemonSet',
  roles: ['compute', 'network'],
  update: 'on-delete',
  image: openvswitchImage,
  config: defineConfig(schema),
  ports: () => ({}),
  daemon: ({ config }) => ({
    command: ['vswitchd-start'],
    env: { CCP_DATAPATH: config.datapath },
    host: {
      reason: 'Owns network devices of the node and loads its kernel module.',
      network: true,
      privileged: true,
      critical: true,
      paths: { ...runPath, modules: { path: '/lib/modules' } },
    },
    probes: { started: ready, ready },
    graceSeconds: 10,
  }),
  availability: { replicas: 1 },
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '1Gi' } },
});
