import { shown } from 'ccp-core';
import { readParts } from '../cluster/state.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { removeContainer } from '../docker/container.ts';
import { removeOwnVolume } from '../docker/own-parts.ts';

/**
 * Removes those of `nodes` that kubeadm did not finish with, without asking Kubernetes: there is none yet, and nothing can be on them.
 * Throws CLUSTER_FAILED when the engine refuses.
 */
export async function removeHalfMade({ docker, plan, context }: ClusterWork, nodes: readonly string[]): Promise<void> {
  const parts = await readParts(docker, plan.name);
  for (const { name } of parts.filter((part) => nodes.includes(part.name) && !part.joined)) {
    await shown(context.events, { kind: 'cluster', name: `remove ${name}`, title: `remove the half-made node ${name}`, expectedSeconds: 1 }, async () => {
      await removeContainer(docker, name);
      await removeOwnVolume(docker, plan.name, `${name}-var`);
    });
  }
}
