import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import type { ClusterWork } from '../cluster/work.ts';
import { clusterLabel, labelsOf } from '../docker/labels.ts';
import { engineMessage, ifThere } from '../docker/connect.ts';
import type { Action } from './action.ts';

/** Makes the network of the cluster; one that an earlier run made for another subnet is replaced. */
export const createNetwork: Action = {
  name: 'network',
  title: 'network of the nodes',
  expectedSeconds: 1,
  done: async (work) => subnetOf(await findNetwork(work)) === work.plan.subnet,
  run: async (work) => {
    const { docker, plan } = work;
    const found = await findNetwork(work);
    if (found !== undefined && found.Labels?.[clusterLabel] !== plan.name) throw foreign(plan.name);
    if (found !== undefined) await docker.getNetwork(found.Id).remove();
    try {
      await docker.createNetwork({
        Name: plan.name,
        CheckDuplicate: true,
        Labels: labelsOf(plan.name),
        IPAM: { Driver: 'default', Config: [{ Subnet: plan.subnet, Gateway: plan.gateway }] },
      });
    } catch (cause) {
      throw refused(plan.subnet, cause);
    }
  },
};

/** The network of the cluster's name. */
export async function findNetwork({ docker, plan }: Pick<ClusterWork, 'docker' | 'plan'>): Promise<Docker.NetworkInspectInfo | undefined> {
  return ifThere(docker.getNetwork(plan.name).inspect());
}

/** Subnet of a network, as it was written when it was made. */
export function subnetOf(network: Docker.NetworkInspectInfo | undefined): string | undefined {
  return network?.IPAM?.Config?.[0]?.Subnet;
}

function foreign(name: string): CcpError {
  return new CcpError('CLUSTER_FAILED', `The engine has a network ${name} that does not belong to ccp.`, {
    hint: 'Give the cluster another name with `installer: { name: … }` in ccp.yaml.',
  });
}

function refused(subnet: string, cause: unknown): unknown {
  if (!/overlap/i.test(engineMessage(cause))) return cause;
  return new CcpError('CLUSTER_FAILED', `The network ${subnet} overlaps with one that the host or the engine already has.`, {
    evidence: [engineMessage(cause)],
    hint: 'Choose another with `installer: { subnet: … }` in ccp.yaml.',
    cause,
  });
}
