import type { z } from 'zod';
import { persistentVolume, storageClass, volumeName, volumePath, volumesSchema, volumesToMake, volumesToWipe, type LocalVolume } from '../cluster/volumes.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { execOrFail } from '../docker/exec.ts';
import { changeApi, getJson } from '../kubernetes/api.ts';
import { waitUntilNothingIsMissing } from '../wait.ts';
import { hostAccess, requireAccess } from './kubeconfig.ts';
import type { Action } from './action.ts';

/**
 * Offers local volumes on every node, and the storage class that they belong to. What is offered is empty: the folder of a volume
 * whose claim was deleted is removed before the volume is forgotten, and the folder of a new one is made anew.
 */
export const offerVolumes: Action = {
  name: 'volumes',
  title: 'persistent volumes of the nodes',
  expectedSeconds: 2,
  done: async (work) => {
    const todo = await volumesTodo(work);
    return todo !== undefined && todo.make.length + todo.wipe.length === 0;
  },
  run: async (work, step) => {
    const { plan, signal } = work;
    const access = await requireAccess(work);
    const create = (path: string, body: object): Promise<void> => changeApi(access, { method: 'POST', path, body }, [alreadyThere], signal);
    await create('/apis/storage.k8s.io/v1/storageclasses', storageClass());
    const { make, wipe } = (await volumesTodo(work)) ?? { make: [], wipe: [] };
    step(wipe.length === 0 ? `making ${make.length} volumes` : `wiping ${wipe.length} volumes, making ${make.length}`);
    await onEachNode(work, wipe, 'rm -rf -- "$@"');
    await Promise.all(wipe.map((volume) => changeApi(access, { method: 'DELETE', path: `/api/v1/persistentvolumes/${volumeName(volume)}` }, [absent], signal)));
    await onEachNode(work, make, 'rm -rf -- "$@"; mkdir -p -- "$@"');
    await Promise.all(make.map((volume) => create('/api/v1/persistentvolumes', persistentVolume(plan.name, volume))));
  },
};

/** HTTP status of a POST for a name that exists. */
const alreadyThere = 409;

/** HTTP status of a DELETE of what does not exist. */
const absent = 404;

/** Runs a script on every node that has some of `volumes`, with their folders as its arguments. */
async function onEachNode({ docker, signal }: ClusterWork, volumes: readonly LocalVolume[], script: string): Promise<void> {
  for (const node of new Set(volumes.map((volume) => volume.node))) {
    const paths = volumes.filter((volume) => volume.node === node).map(volumePath);
    await execOrFail(docker, node, ['sh', '-euc', script, 'sh', ...paths], { signal });
  }
}

/** Volumes that are to be made and to be wiped; undefined when the API server does not answer. */
async function volumesTodo(work: ClusterWork): Promise<{ make: LocalVolume[]; wipe: LocalVolume[] } | undefined> {
  const { plan } = work;
  const existing = await readVolumes(work);
  if (existing === undefined) return undefined;
  const nodes = plan.nodes.map(({ name }) => name);
  return { make: volumesToMake(plan.name, nodes, plan.volumesPerNode, existing), wipe: volumesToWipe(plan.name, nodes, existing) };
}

async function readVolumes(work: ClusterWork): Promise<z.output<typeof volumesSchema> | undefined> {
  const access = await hostAccess(work);
  if (access === undefined) return undefined;
  return volumesSchema.safeParse(await getJson(access, '/api/v1/persistentvolumes', work.signal)).data;
}

/** Seconds that Kubernetes may take to see that the claims of a namespace are gone. */
const releaseLimitSeconds = 60;

/** Waits until no volume is bound to a claim of a namespace that is gone; whatever is still bound then is left alone. */
export async function waitForRelease(work: ClusterWork, namespace: string, step: (text: string) => void): Promise<void> {
  const ask = async (): Promise<string[]> => {
    const held = (await readVolumes(work))?.items.filter(({ spec, status }) => status.phase === 'Bound' && spec.claimRef?.namespace === namespace);
    return (held ?? []).map(({ metadata }) => `volume ${metadata.name} is still bound`);
  };
  await waitUntilNothingIsMissing(ask, { signal: work.signal, limitSeconds: releaseLimitSeconds, step });
}
