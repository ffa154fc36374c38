import { persistentVolume, storageClass, volumePath, volumesSchema, volumesToMake, type LocalVolume } from '../cluster/volumes.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { execOrFail } from '../docker/exec.ts';
import { changeApi, getJson } from '../kubernetes/api.ts';
import { hostAccess, requireAccess } from './kubeconfig.ts';
import type { Action } from './action.ts';

/** Offers local volumes on every node, and the storage class that they belong to. */
export const offerVolumes: Action = {
  name: 'volumes',
  title: 'persistent volumes of the nodes',
  expectedSeconds: 2,
  done: async (work) => (await missingVolumes(work))?.length === 0,
  run: async (work, step) => {
    const { docker, plan, signal } = work;
    const access = await requireAccess(work);
    const create = (path: string, body: object): Promise<void> => changeApi(access, { method: 'POST', path, body }, [alreadyThere], signal);
    await create('/apis/storage.k8s.io/v1/storageclasses', storageClass());
    const volumes = (await missingVolumes(work)) ?? [];
    step(`making ${volumes.length} volumes`);
    for (const node of new Set(volumes.map((volume) => volume.node))) {
      const paths = volumes.filter((volume) => volume.node === node).map(volumePath);
      await execOrFail(docker, node, ['mkdir', '-p', ...paths], { signal });
    }
    await Promise.all(volumes.map((volume) => create('/api/v1/persistentvolumes', persistentVolume(plan.name, volume))));
  },
};

/** HTTP status of a POST for a name that exists. */
const alreadyThere = 409;

/** Volumes that are to be made; undefined when the API server or the storage class does not answer. */
async function missingVolumes(work: ClusterWork): Promise<LocalVolume[] | undefined> {
  const { plan, signal } = work;
  const access = await hostAccess(work);
  if (access === undefined) return undefined;
  const existing = volumesSchema.safeParse(await getJson(access, '/api/v1/persistentvolumes', signal));
  if (!existing.success) return undefined;
  return volumesToMake(plan.name, plan.nodes.map(({ name }) => name), plan.volumesPerNode, existing.data);
}
