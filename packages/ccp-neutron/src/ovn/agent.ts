import { defineConfig, defineService, exec } from 'ccp-core';
import { z } from 'zod';
import { runPath } from '../openvswitch/host-paths.ts';
import { neutronAgentsImage, ovnAgentProgram } from './agents-image.ts';
import { ovnRemotes } from './remotes.ts';

const schema = z.strictObject({ debug: z.boolean().default(false).describe('Log at level DEBUG.') });
/** Somebody listens: the socket itself outlasts a process that failed. */
const ready = exec('sh', '-c', 'ss -Hxl | grep --quiet " /var/lib/neutron/metadata_proxy "');

/**
 * Answers guests of a node that ask for metadata. The namespaces in which it listens are the node's and outlast the pod; HAProxy in
 * them starts again with it, which costs a guest a second that asks just then.
 */
export const neutronOvnAgent = defineService({
  name: 'neutron-ovn-agent',
  title: 'Neutron OVN agent of a node',
  kind: 'DaemonSet',
  roles: ['compute'],
  image: neutronAgentsImage,
  config: defineConfig(schema),
  requires: ['ovn-southbound', 'metadata'],
  ports: () => ({}),
  files: { 'ovn_agent.conf': { path: '/etc/neutron/ovn_agent.conf', template: 'ovn_agent.conf.hbs', format: 'oslo' } },
  daemon: (context) => ({
    command: ['with-ovn', 'python', ovnAgentProgram, '--config-file', '/etc/neutron/ovn_agent.conf'],
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
  // Measured: 168 MiB.
  resources: { requests: { cpu: '20m', memory: '176Mi' }, limits: { memory: '512Mi' } },
});
