import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import type { ClusterPlan, NodePlan } from '../cluster/plan.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { clusterLabel, filterOf, labelsOf } from '../docker/labels.ts';
import { engineMessage, ifThere } from '../docker/connect.ts';
import { removeContainer } from '../docker/container.ts';
import { foreign } from '../docker/own-parts.ts';
import type { Action } from './action.ts';
import { hasJoined } from './node-container.ts';

interface NetworkPlan {
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
  /** Key of the setting that says the subnet. */
  readonly key: 'subnet' | 'externalSubnet';
}

/** Makes the network of the cluster; one that an earlier run made for another subnet is replaced. */
export const createNetwork: Action = makeNetwork('network', 'network of the nodes', ({ name, subnet, gateway }) => ({ name, subnet, gateway, key: 'subnet' }));

/** Makes the second network, which guests are reached in. */
export const createExternalNetwork: Action = makeNetwork('external network', 'network that guests are reached in', ({ external }) =>
  external === undefined ? undefined : { name: external.network, subnet: external.subnet, gateway: external.gateway, key: 'externalSubnet' },
);

function makeNetwork(name: string, title: string, wanted: (plan: ClusterPlan) => NetworkPlan | undefined): Action {
  return {
    name,
    title,
    expectedSeconds: 1,
    done: async ({ docker, plan }) => {
      const network = wanted(plan);
      return network === undefined || subnetOf(await find(docker, network.name)) === network.subnet;
    },
    run: async ({ docker, plan }) => {
      const network = wanted(plan);
      if (network !== undefined) await replaceNetwork(docker, plan.name, network);
    },
  };
}

async function replaceNetwork(docker: Docker, cluster: string, { name, subnet, gateway, key }: NetworkPlan): Promise<void> {
  const found = await find(docker, name);
  if (found !== undefined && found.Labels?.[clusterLabel] !== cluster) throw foreign('network', name);
  if (found !== undefined) await removeNetwork(docker, cluster, found);
  try {
    await docker.createNetwork({ Name: name, CheckDuplicate: true, Labels: labelsOf(cluster), IPAM: { Driver: 'default', Config: [{ Subnet: subnet, Gateway: gateway }] } });
  } catch (cause) {
    throw refused(subnet, key, cause);
  }
}

/** The engine keeps a network that is in use, so what is made anew on the next one goes first: half-made nodes and the registry, whose content is elsewhere. */
async function removeNetwork(docker: Docker, cluster: string, { Id, Name }: Docker.NetworkInspectInfo): Promise<void> {
  const parts = await docker.listContainers({ all: true, filters: filterOf(cluster) });
  for (const part of parts.filter(({ NetworkSettings }) => NetworkSettings.Networks[Name] !== undefined)) {
    if (!(await hasJoined(docker, { name: part.Id }))) await removeContainer(docker, part.Id);
  }
  await docker.getNetwork(Id).remove();
}

/** Connects a node with the second network, where there is one. It may run or not. */
export function connectExternal(node: NodePlan): Action {
  return {
    name: `${node.name} external`,
    title: `second network of ${node.name}`,
    expectedSeconds: 1,
    done: async ({ docker, plan }) => plan.external === undefined || (await docker.getContainer(node.name).inspect()).NetworkSettings.Networks[plan.external.network] !== undefined,
    run: async ({ docker, plan }) => {
      if (plan.external === undefined || node.externalAddress === undefined) return;
      // The same address at every start, and none that a guest may have.
      await docker.getNetwork(plan.external.network).connect({ Container: node.name, EndpointConfig: { IPAMConfig: { IPv4Address: node.externalAddress } } });
    },
  };
}

/** The networks of the cluster's names. */
export async function findNetworks({ docker, plan }: Pick<ClusterWork, 'docker' | 'plan'>): Promise<{ readonly nodes: string | undefined; readonly external: string | undefined }> {
  const [nodes, external] = await Promise.all([find(docker, plan.name), find(docker, `${plan.name}-external`)]);
  return { nodes: subnetOf(nodes), external: subnetOf(external) };
}

async function find(docker: Docker, name: string): Promise<Docker.NetworkInspectInfo | undefined> {
  return ifThere(docker.getNetwork(name).inspect());
}

/** Subnet of a network, as it was written when it was made. */
function subnetOf(network: Docker.NetworkInspectInfo | undefined): string | undefined {
  return network?.IPAM?.Config?.[0]?.Subnet;
}

function refused(subnet: string, key: NetworkPlan['key'], cause: unknown): unknown {
  if (!/overlap/i.test(engineMessage(cause))) return cause;
  return new CcpError('CLUSTER_FAILED', `The network ${subnet} overlaps with one that the host or the engine already has.`, {
    evidence: [engineMessage(cause)],
    hint: `Choose another with \`installer: { ${key}: … }\` in ccp.yaml.`,
    cause,
  });
}
