import type { Settings } from '../settings.ts';
import { nodeLimit, nodeName, wantedNodes } from './node-set.ts';
import { addressAt, parseSubnet } from './subnet.ts';

/** Addresses of all pods; the same in every local cluster, for they never leave its nodes. */
export const podNetwork = '10.244.0.0/16';

/** Addresses of Services. */
export const serviceNetwork = '10.96.0.0/16';

/** First node's place in the network; below are the gateway (1) and the registry (2). */
const firstNode = 11;

/** What a node is for. The control plane also runs pods. */
export type NodeRole = 'control-plane' | 'worker';

/** One node container, before it exists. */
export interface NodePlan {
  /** 1 and up. */
  readonly index: number;
  /** Name of the container and of the Kubernetes node. */
  readonly name: string;
  readonly role: NodeRole;
  readonly address: string;
  /** In the external network. */
  readonly externalAddress: string | undefined;
  readonly podSubnet: string;
  /** Named volume at /var. */
  readonly volume: string;
}

/** Everything about a cluster that follows from its settings. */
export interface ClusterPlan {
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
  /** The second network, whose name sorts behind that of the first: engines take the default route from the first one. */
  readonly external: { readonly network: string; readonly subnet: string; readonly gateway: string } | undefined;
  readonly registry: { readonly container: string; readonly address: string; readonly port: number };
  readonly apiPort: number;
  readonly nodes: readonly NodePlan[];
  readonly volumesPerNode: number;
  readonly unsafeNoFsync: boolean;
}

/** Pure: names and addresses of all parts of the cluster. `existing`: numbers of the nodes that there are. */
export function planCluster(settings: Settings, existing: readonly number[] = []): ClusterPlan {
  const { name, subnet } = settings;
  const nodes = wantedNodes(existing, settings.nodes);
  return {
    name,
    subnet,
    gateway: placeIn(subnet, 1),
    external: settings.externalSubnet === null ? undefined : { network: `${name}-external`, subnet: settings.externalSubnet, gateway: placeIn(settings.externalSubnet, 1) },
    registry: { container: `${name}-registry`, address: placeIn(subnet, 2), port: settings.registryPort },
    apiPort: settings.apiPort,
    nodes: nodes.map((index) => planNode(settings, index)),
    volumesPerNode: settings.volumesPerNode,
    unsafeNoFsync: settings.unsafeNoFsync,
  };
}

function planNode({ name: cluster, subnet, externalSubnet }: Settings, index: number): NodePlan {
  const name = nodeName(cluster, index);
  return {
    index,
    name,
    role: index === 1 ? 'control-plane' : 'worker',
    address: nodeAddress(subnet, index),
    externalAddress: externalSubnet === null ? undefined : nodeAddress(externalSubnet, index),
    podSubnet: podSubnet(index),
    volume: `${name}-var`,
  };
}

function nodeAddress(subnet: string, index: number): string {
  return placeIn(subnet, firstNode + index - 1);
}

/** The address `offset` places after the network's own. */
function placeIn(subnet: string, offset: number): string {
  const parsed = parseSubnet(subnet);
  if (parsed === undefined) throw new Error(`not a subnet: ${subnet}`);
  return addressAt(parsed, offset);
}

function podSubnet(index: number): string {
  return `10.244.${index}.0/24`;
}

/** The node whose API server is published on the host. */
export function controlPlane(plan: ClusterPlan): NodePlan {
  const [first] = plan.nodes;
  if (first === undefined) throw new Error('a cluster has at least one node');
  return first;
}

/** Environment of the node container, read by node-init. */
export function nodeEnvironment(plan: ClusterPlan, node: NodePlan): Readonly<Record<string, string>> {
  const others = Array.from({ length: nodeLimit }, (_, i) => i + 1).filter((index) => index !== node.index);
  return {
    CCP_NODE_IP: node.address,
    CCP_POD_NETWORK: podNetwork,
    CCP_POD_ROUTES: others.map((index) => `${podSubnet(index)}=${nodeAddress(plan.subnet, index)}`).join(' '),
    CCP_POD_SUBNET: node.podSubnet,
  };
}

/** How many pods CoreDNS has: one per node up to two. */
export function dnsReplicas(nodes: number): number {
  return Math.min(2, nodes);
}
