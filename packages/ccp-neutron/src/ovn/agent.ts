import { defineConfig, defineService, exec } from 'ccp-core';
import { z } from 'zod';
import { runPath } from '../openvswitch/host-paths.ts';
import { neutronAgentsImage } from './agents-image.ts';
import { ovnRemotes } from './remotes.ts';

const schema = z.strictObject({ debug: z.boolean().default(false).describe('Log at level DEBUG.') });
const ready = exec('test', '-S', '/var/lib/neutron/metadata_proxy');

/**
 * Answers guests of a node that ask for metadata. The namespaces in which it listens are the node's and outlast the pod; HAProxy in
 * them starts again with it, which costs a guest a second that asks just then.
 */
export const neutronOvnAgent = defineService({
  name: 'neutron-ovn-agent',
  title: 'Neutron OVN agent of a node',
  kind: 'DaemonSet',
  role: 'compute',
  image: neutronAgentsImage,
  config: defineConfig(schema),
  requires: ['ovn-southbound', 'metadata'],
  ports: () => ({}),
  files: { 'ovn_agent.conf': { path: '/etc/neutron/ovn_agent.conf', template: 'ovn_agent.conf.hbs', format: 'oslo' } },
  daemon: (context) => ({
    command: ['with-ovn', 'neutron-ovn-agent', '--config-file', '/etc/neutron/ovn_agent.conf'],
    env: ovnRemotes(context),
    host: {
      reason: 'Makes network namespaces of the node and connects them to its Open vSwitch.',
      network: true,
      privileged: true,
      critical: true,
      paths: { ...runPath, netns: { path: '/run/netns', mounts: 'both' } },
    },
    probes: { started: ready, ready },
    graceSeconds: 30,
  }),
  availability: { replicas: 1 },
  // Measured: 364 to 490 MiB.
  resources: { requests: { cpu: '20m', memory: '320Mi' }, limits: { memory: '1Gi' } },
});
