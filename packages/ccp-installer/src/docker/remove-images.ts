import { shown, type EventSink } from 'ccp-core';
import type Docker from 'dockerode';
import { pruneOwnCache } from './build-cache.ts';
import { engineStatus } from './connect.ts';
import { cacheLabel, registryVolume } from './labels.ts';

/** The label that every image built by ccp bears. */
const imageLabel = 'ccp.io/key';

/** What of ccp stays in an engine whose cluster was removed. */
export const whatStays: readonly string[] = ['the images', `the volume ${registryVolume.Name}`, "the engine's build cache"];

/**
 * Removes every image that ccp built and that no container uses, what registries keep unless another cluster's runs, and what its builds left
 * in the engine's build cache. Returns what stays, and why.
 */
export async function removeImagesAndCaches(docker: Docker, events: EventSink): Promise<readonly string[]> {
  const what = { kind: 'cluster', name: 'remove images', title: 'remove images and build caches', expectedSeconds: 30 } as const;
  return shown(events, what, async (step) => {
    const kept = [...(await removeImages(docker, step)), ...(await removeCacheVolumes(docker))];
    step('removing the build cache');
    const unclaimed = await pruneOwnCache(docker);
    return [
      ...(kept.length === 0 ? [] : [`what containers use: ${kept.join(', ')}`]),
      ...(unclaimed === 0 ? [] : [`${unclaimed} records of the build cache of which the engine does not tell whose they are (docker builder prune removes them)`]),
    ];
  });
}

/** Returns the names that are kept because a container uses their image. */
async function removeImages(docker: Docker, step: (text: string) => void): Promise<string[]> {
  const images = await docker.listImages({ filters: { label: [imageLabel] } });
  step(`removing ${images.length} images`);
  const kept: string[] = [];
  // Children first is not needed: a name goes at once, layers go with the last image that has them.
  for (const { Id, RepoTags } of images) {
    const names = (RepoTags ?? []).filter((name) => name !== '<none>:<none>');
    for (const name of names.length > 0 ? names : [Id]) if (!(await removed(docker.getImage(name).remove()))) kept.push(name);
  }
  return kept;
}

/** Returns those that are kept because a container uses them. */
async function removeCacheVolumes(docker: Docker): Promise<string[]> {
  const { Volumes: volumes } = (await docker.listVolumes({ filters: { label: [cacheLabel] } })) as { Volumes: Docker.VolumeInspectInfo[] | null };
  const kept: string[] = [];
  for (const { Name } of volumes ?? []) if (!(await removed(docker.getVolume(Name).remove()))) kept.push(`volume ${Name}`);
  return kept;
}

/** Whether the image or volume is gone, now or already; false when a container, for example of another environment, uses it. */
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
