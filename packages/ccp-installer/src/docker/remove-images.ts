import { shown } from 'ccp-core';
import type { ClusterWork } from '../cluster/work.ts';
import { engineStatus } from './connect.ts';

/** The label that every image built by ccp bears. */
const imageLabel = 'ccp.io/key';

/**
 * Removes every image that ccp built and that no container uses, and the engine's build cache (engines do not tell
 * whose a record is; losing it costs time, never content).
 */
export async function removeImagesAndCaches({ docker, context }: ClusterWork): Promise<void> {
  const what = { kind: 'cluster', name: 'remove images', title: 'remove images and build caches', expectedSeconds: 30 } as const;
  await shown(context.events, what, async (step) => {
    const images = await docker.listImages({ filters: { label: [imageLabel] } });
    step(`removing ${images.length} images`);
    // Children first is not needed: a name goes at once, layers go with the last image that has them.
    for (const { Id, RepoTags } of images) {
      const names = (RepoTags ?? []).filter((name) => name !== '<none>:<none>');
      for (const name of names.length > 0 ? names : [Id]) await docker.getImage(name).remove().catch(keepUsed);
    }
    step('removing the build cache');
    await docker.pruneBuilder();
  });
}

/** An image that is gone already, or that a container of another environment uses, is no fault. */
function keepUsed(cause: unknown): void {
  const status = engineStatus(cause);
  if (status !== 404 && status !== 409) throw cause;
}
