import { shown } from 'ccp-core';
import { controlPlane, type ClusterPlan } from '../cluster/plan.ts';
import { checkPorts, wantedPorts } from '../cluster/ports.ts';
import { phaseOf, readParts, type PartState } from '../cluster/state.ts';
import { checkUnchanged } from '../cluster/unchanged.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { withEngineFaults } from '../docker/connect.ts';
import { stopIfAborted } from '../interrupted.ts';
import type { Action } from './action.ts';
import { apiAnswers, waitForApi, writeKubeconfig } from './kubeconfig.ts';
import { initControlPlane, joinWorker, revokeTokens } from './kubeadm.ts';
import { createNetwork, findNetwork, subnetOf } from './network.ts';
import { startNode } from './node-container.ts';
import { loadNodeImages } from './node-images.ts';
import { notReady, waitUntilReady } from './ready.ts';
import { startRegistry } from './registry.ts';
import { offerVolumes } from './volumes.ts';

/** Everything that makes or starts a cluster, in order. */
export function upActions(plan: ClusterPlan): Action[] {
  const workers = plan.nodes.filter(({ role }) => role === 'worker');
  return [
    createNetwork,
    startRegistry,
    ...plan.nodes.flatMap((node) => [startNode(node), loadNodeImages(node)]),
    initControlPlane(controlPlane(plan)),
    writeKubeconfig,
    waitForApi,
    ...workers.map(joinWorker),
    revokeTokens,
    offerVolumes,
    waitUntilReady,
  ];
}

/** Throws CONFIG_INVALID when settings differ from those of the cluster that exists, PORT_TAKEN when a port is not free. */
export async function checkSettings(work: ClusterWork): Promise<readonly PartState[]> {
  const parts = await readParts(work.docker, work.plan.name);
  checkUnchanged(work.plan, { subnet: subnetOf(await findNetwork(work)), parts });
  await checkPorts(wantedPorts(work.plan, parts));
  return parts;
}

/** Whether the whole cluster runs and is ready, and nothing is left to do. Takes some 100 ms when it is. Throws as {@link checkSettings}. */
export async function isUp(work: ClusterWork): Promise<boolean> {
  const parts = await checkSettings(work);
  if (phaseOf(work.plan, parts) !== 'running' || !(await apiAnswers(work))) return false;
  return (await notReady(work)).length === 0 && (await offerVolumes.done(work));
}

/** Brings the cluster up from wherever it stands; each action that has something to do is shown. */
export async function bringUp(work: ClusterWork): Promise<void> {
  const { plan, context, signal } = work;
  await checkSettings(work);
  for (const action of upActions(plan)) {
    stopIfAborted(signal);
    if (await action.done(work)) continue;
    const { name, title, expectedSeconds } = action;
    await shown(context.events, { kind: 'cluster', name, title, expectedSeconds }, (step) =>
      withEngineFaults(title, signal, () => action.run(work, step)),
    );
  }
}
