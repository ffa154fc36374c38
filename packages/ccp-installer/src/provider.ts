import { rm } from 'node:fs/promises';
import { shown, type ClusterConnection, type ClusterProvider, type ImageDefinition, type ToolContext } from 'ccp-core';
import { hostAccess, kubeconfigPath, writeKubeconfig } from './actions/kubeconfig.ts';
import { removeCluster } from './actions/remove.ts';
import { bringRegistryUp, bringUp, checkSettings, isUp, registryIsUp } from './actions/up.ts';
import { offerVolumes, waitForRelease } from './actions/volumes.ts';
import { withClusterLock } from './cluster/lock.ts';
import { nodeImages } from './cluster/node-images.ts';
import { controlPlane } from './cluster/plan.ts';
import { readParts } from './cluster/state.ts';
import { openWork, type ClusterWork } from './cluster/work.ts';
import { withEngineFaults } from './docker/connect.ts';
import { removeImagesAndCaches, whatStays } from './docker/remove-images.ts';
import { node, registry } from './images/index.ts';
import { defaultName, readSettings } from './settings.ts';

/** Images that a cluster is made from. */
const images: readonly ImageDefinition[] = [...nodeImages.map(({ image }) => image), node, registry];

/** The local cluster: nodes are containers of the Docker engine. Throws the codes of {@link ensure}, {@link find} and {@link remove}. */
export const localCluster: ClusterProvider = {
  images,
  check,
  registry: { images: [registry], ensure: ensureRegistry },
  ensure,
  find,
  shared,
  leave,
  remove,
};

/** Throws CONFIG_INVALID, ENGINE_UNREACHABLE, PORT_TAKEN. */
async function check(context: ToolContext): Promise<void> {
  const work = await openWork(context);
  await withEngineFaults('looking for the local cluster', context.signal, () => checkSettings(work));
}

/** Throws CONFIG_INVALID, ENGINE_UNREACHABLE, PORT_TAKEN, DEPLOY_LOCKED, CLUSTER_FAILED, INTERRUPTED. */
async function ensure(context: ToolContext): Promise<ClusterConnection> {
  return ensureCluster(context, undefined);
}

/** Starts the registry alone, before the nodes. Throws as {@link ensure}. */
async function ensureRegistry(context: ToolContext): Promise<string> {
  const work = await openWork(context);
  return withEngineFaults('starting the registry of the local cluster', context.signal, async () => {
    const address = `127.0.0.1:${work.plan.registry.port}`;
    if (await registryIsUp(work)) return address;
    await withClusterLock(work.plan.name, () => bringRegistryUp(work));
    return address;
  });
}

/** As `ensure`, with at least `nodes` nodes; default: as the settings say. */
export async function ensureCluster(context: ToolContext, nodes: number | undefined): Promise<ClusterConnection> {
  const work = await openWork(context, nodes);
  return withEngineFaults('bringing the local cluster up', context.signal, async () => {
    if (await isUp(work)) return connection(work, false);
    await withClusterLock(work.plan.name, () => bringUp(work));
    return connection(work, true);
  });
}

async function find(context: ToolContext): Promise<ClusterConnection | undefined> {
  const work = await openWork(context);
  return withEngineFaults('looking for the local cluster', context.signal, async () => {
    const parts = await readParts(work.docker, work.plan.name);
    const first = parts.find(({ name }) => name === controlPlane(work.plan).name);
    if (first === undefined || !first.joined) return undefined;
    // The file may be lost while the cluster lives; making it again changes nothing of the cluster.
    if (first.running && (await hostAccess(work)) === undefined) await writeKubeconfig.run(work, () => undefined);
    return connection(work, false);
  });
}

/** Throws ENGINE_UNREACHABLE, DEPLOY_LOCKED, CLUSTER_FAILED. */
async function remove(context: ToolContext, options: { readonly all: boolean }): Promise<readonly string[]> {
  const work = await openWork(context);
  return withEngineFaults('removing the local cluster', context.signal, async () => {
    await withClusterLock(work.plan.name, () => removeCluster(work));
    return options.all ? removeImagesAndCaches(work.docker, context.events) : whatStays;
  });
}

/** Environments share a cluster by naming it; without a name each has its own. */
function shared(context: ToolContext): boolean {
  return readSettings(context).name !== defaultName(context);
}

/** Wipes the volumes of an environment whose namespace is gone, and forgets its kubeconfig. Throws ENGINE_UNREACHABLE, DEPLOY_LOCKED, CLUSTER_FAILED. */
async function leave(context: ToolContext): Promise<void> {
  const work = await openWork(context);
  await withEngineFaults('cleaning the volumes of the local cluster', context.signal, async () => {
    const what = { kind: 'cluster', name: 'release volumes', title: 'volumes of the environment are wiped', expectedSeconds: 3 } as const;
    await shown(context.events, what, async (step) => {
      await waitForRelease(work, context.environment.namespace, step);
      await withClusterLock(work.plan.name, () => offerVolumes.run(work, step));
    });
  });
  await rm(kubeconfigPath(context), { force: true });
}

function connection({ context, plan }: ClusterWork, changed: boolean): ClusterConnection {
  return { kubeconfig: kubeconfigPath(context), pushAddress: `127.0.0.1:${plan.registry.port}`, changed };
}
