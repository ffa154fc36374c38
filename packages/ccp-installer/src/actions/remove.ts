import { rm } from 'node:fs/promises';
import { shown } from 'ccp-core';
import type Docker from 'dockerode';
import type { ClusterWork } from '../cluster/work.ts';
import { ifThere } from '../docker/connect.ts';
import { removeContainer, removeVolume } from '../docker/container.ts';
import { filterOf } from '../docker/labels.ts';
import { kubeconfigPath } from './kubeconfig.ts';

/** Removes every container, volume and network of the cluster, found by label, and its kubeconfig. Returns how many. */
export async function removeCluster(work: ClusterWork): Promise<number> {
  const parts = await findParts(work);
  const count = parts.containers.length + parts.volumes.length + parts.networks.length;
  if (count > 0) {
    const what = { kind: 'cluster', name: 'remove cluster', title: `remove the cluster ${work.plan.name}`, expectedSeconds: 3 } as const;
    await shown(work.context.events, what, () => removeParts(work.docker, parts));
  }
  await rm(kubeconfigPath(work.context), { force: true });
  return count;
}

interface Parts {
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

async function findParts({ docker, plan }: ClusterWork): Promise<Parts> {
  const filters = filterOf(plan.name);
  const [containers, volumes, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }),
    docker.listNetworks({ filters }),
  ]);
  return {
    containers: containers.map(({ Id }) => Id),
    // The engine says null for none.
    volumes: ((volumes.Volumes as Docker.VolumeInspectInfo[] | null) ?? []).map(({ Name }) => Name),
    networks: networks.map(({ Id }) => Id),
  };
}

/** Containers first: they hold the others. */
async function removeParts(docker: Docker, { containers, volumes, networks }: Parts): Promise<void> {
  await Promise.all(containers.map((id) => removeContainer(docker, id)));
  await Promise.all(volumes.map((name) => removeVolume(docker, name)));
  await Promise.all(networks.map((id) => ifThere(docker.getNetwork(id).remove())));
}
