import { shown } from 'ccp-core';
import { readParts, type PartState } from '../cluster/state.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { ifThere } from '../docker/connect.ts';
import { stopSeconds } from './node-container.ts';

/** Stops every running container of the cluster: workers, control plane, registry. Returns how many were stopped. */
export async function stopCluster(work: ClusterWork): Promise<number> {
  const running = (await readParts(work.docker, work.plan.name)).filter((part) => part.running);
  for (const role of ['worker', 'control-plane', 'registry']) {
    await Promise.all(running.filter((part) => part.role === role).map((part) => stopPart(work, part)));
  }
  return running.length;
}

async function stopPart({ docker, context }: ClusterWork, { name, role }: PartState): Promise<void> {
  const title = role === 'registry' ? 'stop the registry' : `stop ${name}: its pods end in order`;
  await shown(context.events, { kind: 'cluster', name: `stop ${name}`, title, expectedSeconds: 5 }, async () => {
    await ifThere(docker.getContainer(name).stop({ t: stopSeconds }));
  });
}
