import { persistentVolume, storageClass, volumePath, volumesSchema, volumesToMake, type LocalVolume } from '../cluster/volumes.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { execOrFail } from '../docker/exec.ts';
import { getJson } from '../kubernetes/api.ts';
import { hostAccess } from './kubeconfig.ts';
import { kubectlIn } from './kubectl.ts';
import type { Action } from './action.ts';

/** Offers local volumes on every node, and the storage class that they belong to. */
export const offerVolumes: Action = {
  name: 'volumes',
  title: 'persistent volumes of the nodes',
  expectedSeconds: 2,
  done: async (work) => (await missingVolumes(work))?.length === 0,
  run: async (work, step) => {
    const { docker, plan, signal } = work;
    await kubectlIn(work, ['apply', '-f', '-'], JSON.stringify(storageClass()));
    const volumes = (await missingVolumes(work)) ?? [];
    step(`making ${volumes.length} volumes`);
    for (const node of new Set(volumes.map((volume) => volume.node))) {
      const paths = volumes.filter((volume) => volume.node === node).map(volumePath);
      await execOrFail(docker, node, ['mkdir', '-p', ...paths], { signal });
    }
    const items = volumes.map((volume) => persistentVolume(plan.name, volume));
    if (items.length > 0) await kubectlIn(work, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  },
};

/** Volumes that are to be made; undefined when the API server or the storage class does not answer. */
async function missingVolumes(work: ClusterWork): Promise<LocalVolume[] | undefined> {
  const { plan, signal } = work;
  const access = await hostAccess(work);
  if (access === undefined) return undefined;
  const existing = volumesSchema.safeParse(await getJson(access, '/api/v1/persistentvolumes', signal));
  if (!existing.success) return undefined;
  return volumesToMake(plan.name, plan.nodes.map(({ name }) => name), plan.volumesPerNode, existing.data);
}
