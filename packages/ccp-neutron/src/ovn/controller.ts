import { defineConfig, defineService, exec, podField } from 'ccp-core';
import { z } from 'zod';
import { runPath } from '../openvswitch/host-paths.ts';
import { ovnHostImage } from './images.ts';
import { nodePattern, physicalNetworksList, physicalNetworksSchema } from './physical-networks.ts';
import { ovnRemotes } from './remotes.ts';

const schema = z.strictObject({
  physicalNetworks: physicalNetworksSchema.describe('Physical networks that nodes are connected to, by the name under which Neutron knows them.'),
  gatewayNodes: nodePattern.optional().describe('Nodes that routers may leave the cloud by: a regular expression of the whole node name. Default: nodes with the role `network`, else every node that runs it.'),
  waitBeforeClear: z
    .int()
    .min(0)
    .max(60_000)
    .default(8000)
    .describe('Milliseconds that the flows of its predecessor stay after a start; too short loses packets, long delays the return of a gateway.'),
});

const listFile = '/etc/ccp/physical-networks';

/** A regular expression of these names; of any name when there are none. */
function gatewayPattern(nodes: readonly string[]): string {
  return nodes.length === 0 ? '.*' : nodes.map((name) => name.replaceAll('.', '\\.')).join('|');
}

/** Programs the switch of a node as the southbound database says, and connects the node to physical networks. */
export const ovnController = defineService({
  name: 'ovn-controller',
  title: 'OVN controller of a node',
  kind: 'DaemonSet',
  roles: ['compute', 'network'],
  image: ovnHostImage,
  config: defineConfig(schema),
  requires: ['ovn-southbound'],
  ports: () => ({}),
  daemon: (context) => ({
    command: ['ovn-controller-start'],
    env: {
      ...ovnRemotes(context),
      CCP_NODE: podField('spec.nodeName'),
      CCP_NODE_ADDRESS: podField('status.hostIP'),
      CCP_GATEWAY_NODES: context.config.gatewayNodes ?? gatewayPattern(context.nodesWith('network')),
      CCP_WAIT_BEFORE_CLEAR: String(context.config.waitBeforeClear),
    },
    ownFiles: { [listFile]: physicalNetworksList(context.config.physicalNetworks) },
    host: { reason: 'Puts network devices of the node into bridges of its Open vSwitch.', network: true, privileged: true, critical: true, paths: runPath },
    probes: {
      started: exec('ovn-appctl', '--timeout=4', '-t', '/run/ovn/ovn-controller.ctl', 'version'),
      ready: exec('ovn-controller-ready'),
      alive: exec('ovn-appctl', '--timeout=9', '-t', '/run/ovn/ovn-controller.ctl', 'version'),
    },
    graceSeconds: 10,
  }),
  availability: { replicas: 1 },
  resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '512Mi' } },
});
