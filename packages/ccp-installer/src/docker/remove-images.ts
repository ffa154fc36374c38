import { shown } from 'ccp-core';
import type { ClusterWork } from '../cluster/work.ts';
import { engineStatus } from './connect.ts';
import { registryVolume } from './labels.ts';

/** The label that every image built by ccp bears. */
const imageLabel = 'ccp.io/key';

/**
 * Removes every image that ccp built and that no container uses, what registries keep unless another cluster's runs, and the engine's build cache
 * (engines do not tell whose a record is; losing it costs time, never content). What is kept because it is used is told.
 */
export async function removeImagesAndCaches({ docker, context }: ClusterWork): Promise<void> {
  const what = { kind: 'cluster', name: 'remove images', title: 'remove images and build caches', expectedSeconds: 30 } as const;
  await shown(context.events, what, async (step) => {
    const images = await docker.listImages({ filters: { label: [imageLabel] } });
    step(`removing ${images.length} images`);
    // Children first is not needed: a name goes at once, layers go with the last image that has them.
    const kept: string[] = [];
    for (const { Id, RepoTags } of images) {
      const names = (RepoTags ?? []).filter((name) => name !== '<none>:<none>');
      for (const name of names.length > 0 ? names : [Id]) if (!(await removed(docker.getImage(name).remove()))) kept.push(name);
    }
    if (!(await removed(docker.getVolume(registryVolume.Name).remove()))) kept.push(`volume ${registryVolume.Name}`);
    if (kept.length > 0) context.events({ type: 'message', level: 'info', text: `Kept because containers use them: ${kept.join(', ')}` });
    step('removing the build cache');
    await docker.pruneBuilder();
  });
}

/** Whether the image is gone, now or already; false when a container, for example of another environment, uses it. */
async function removed(removal: Promise<unknown>): Promise<boolean> {
  try {
    await removal;
    return true;
  } catch (cause) {
    const status = engineStatus(cause);
    if (status === 409) return false;
    if (status === 404) return true;
    throw cause;
  }
}
