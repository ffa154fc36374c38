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
import { scaleDns } from './dns.ts';
import { forgetRemovedNodes, keepNodes } from './kept-nodes.ts';
import { connectExternal, createExternalNetwork, createNetwork, findNetworks } from './network.ts';
import { startNode } from './node-container.ts';
import { loadNodeImages } from './node-images.ts';
import { notReady, waitUntilReady } from './ready.ts';
import { startRegistry } from './registry.ts';
import { sideBySide } from './side-by-side.ts';
import { offerVolumes } from './volumes.ts';

/** Chains of actions that run side by side. */
type Stage = readonly (readonly Action[])[];

/** What comes before any node: the registry can be pushed to while they are made. */
const registryStages: readonly Stage[] = [[[createNetwork]], [[startRegistry]]];

/** Everything that makes or starts a cluster, in order. */
export function upStages(plan: ClusterPlan): Stage[] {
  const first = controlPlane(plan);
  const workers = plan.nodes.filter(({ role }) => role === 'worker');
  return [
    ...registryStages,
    [[createExternalNetwork]],
    [
      [startNode(first), connectExternal(first), loadNodeImages(first), initControlPlane(first), writeKubeconfig, waitForApi],
      ...workers.map((worker) => [startNode(worker), connectExternal(worker), loadNodeImages(worker)]),
    ],
    [[forgetRemovedNodes, keepNodes]],
    workers.map((worker) => [joinWorker(worker)]),
    [[revokeTokens, scaleDns], [offerVolumes]],
    [[waitUntilReady]],
  ];
}

/** Throws CONFIG_INVALID when settings differ from those of the cluster that exists, PORT_TAKEN when a port is not free. */
export async function checkSettings(work: ClusterWork): Promise<readonly PartState[]> {
  const parts = await readParts(work.docker, work.plan.name);
  checkUnchanged(work.plan, { subnets: await findNetworks(work), parts });
  await checkPorts(wantedPorts(work.plan, parts));
  return parts;
}

/** Whether the whole cluster runs and is ready, and nothing is left to do. Takes some 100 ms when it is. Throws as {@link checkSettings}. */
export async function isUp(work: ClusterWork): Promise<boolean> {
  const parts = await checkSettings(work);
  if (phaseOf(work.plan, parts) !== 'running' || !(await apiAnswers(work))) return false;
  if ((await notReady(work)).length > 0) return false;
  const done = await Promise.all([...lasting, ...work.plan.nodes.map(connectExternal)].map((action) => action.done(work)));
  return done.every(Boolean);
}

/** What may be left to do on a cluster that is ready. */
const lasting: readonly Action[] = [forgetRemovedNodes, keepNodes, revokeTokens, scaleDns, offerVolumes];

/** Brings the cluster up from wherever it stands; each action that has something to do is shown. */
export async function bringUp(work: ClusterWork): Promise<void> {
  await checkSettings(work);
  await runStages(work, upStages(work.plan));
}

/** Whether the registry runs, with the settings of the plan. Throws as {@link checkSettings}. */
export async function registryIsUp(work: ClusterWork): Promise<boolean> {
  await checkSettings(work);
  const done = await Promise.all(registryStages.flat(2).map((action) => action.done(work)));
  return done.every(Boolean);
}

/** Makes or starts the registry alone, so that images can be pushed while the nodes come up. */
export async function bringRegistryUp(work: ClusterWork): Promise<void> {
  await checkSettings(work);
  await runStages(work, registryStages);
}

async function runStages(work: ClusterWork, stages: readonly Stage[]): Promise<void> {
  for (const stage of stages) await sideBySide(stage.map((chain) => runChain(work, chain)));
}

/** Runs actions one after the other; those that have nothing to do are skipped. */
export async function runChain(work: ClusterWork, chain: readonly Action[]): Promise<void> {
  const { context, signal } = work;
  for (const action of chain) {
    stopIfAborted(signal);
    if (await action.done(work)) continue;
    const { name, title, expectedSeconds } = action;
    await shown(context.events, { kind: 'cluster', name, title, expectedSeconds }, (step) =>
      withEngineFaults(title, signal, () => action.run(work, step)),
    );
  }
}
