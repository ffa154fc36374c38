import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import { ifThere } from './connect.ts';
import { removeContainer, removeVolume } from './container.ts';
import { clusterLabel } from './labels.ts';

/** The error about something of the engine that bears a name of the cluster without being a part of it: it is not touched. */
export function foreign(kind: 'container' | 'network' | 'volume', name: string): CcpError {
  return new CcpError('CLUSTER_FAILED', `The engine has a ${kind} ${name} that does not belong to this cluster.`, {
    where: { object: `${kind} ${name}` },
    hint: 'Give the cluster another name with `installer: { name: … }` in ccp.yaml.',
  });
}

/** The container `name` of the cluster; undefined where there is none. Throws CLUSTER_FAILED when it is not the cluster's. */
export async function inspectOwn(docker: Docker, cluster: string, name: string): Promise<Docker.ContainerInspectInfo | undefined> {
  const found = await ifThere(docker.getContainer(name).inspect());
  if (found !== undefined && found.Config.Labels[clusterLabel] !== cluster) throw foreign('container', name);
  return found;
}

/** Removes a container of the cluster, whether it runs or not. Absent is fine. Throws CLUSTER_FAILED when it is not the cluster's. */
export async function removeOwnContainer(docker: Docker, cluster: string, name: string): Promise<void> {
  if ((await inspectOwn(docker, cluster, name)) !== undefined) await removeContainer(docker, name);
}

/** As {@link removeOwnContainer}, of a named volume. */
export async function removeOwnVolume(docker: Docker, cluster: string, name: string): Promise<void> {
  const found = await ifThere(docker.getVolume(name).inspect());
  if (found === undefined) return;
  if ((found.Labels as Readonly<Record<string, string>> | null)?.[clusterLabel] !== cluster) throw foreign('volume', name);
  await removeVolume(docker, name);
}
