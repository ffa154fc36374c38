import type { ImageNode } from './image-node.ts';

/** Names of images that a run must bring into the engine: absent ones that ship, and of the rest what those are made from. `isThere`: whether it need not be built. */
export function neededImages<T extends Pick<ImageNode, 'name' | 'shipped' | 'dependsOn'>>(inBuildOrder: readonly T[], isThere: (image: T) => boolean): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const image of [...inBuildOrder].reverse()) {
    if (!image.shipped && !needed.has(image.name)) continue;
    needed.add(image.name);
    if (!isThere(image)) for (const name of image.dependsOn) needed.add(name);
  }
  return needed;
}

/** Whether a run has to bring the image into the engine. */
export function isMissing({ action }: Pick<ImageNode, 'action'>): boolean {
  return action === 'build' || action === 'pull';
}

/** Why an image is not brought into the engine. */
export const unneededReason = 'no image that must be built uses it';

/**
 * The same images where a registry has those of the references `offered`: what is absent of them is pulled, and what only a build of them
 * would have used is not built. Pure.
 */
export function withOffers(inBuildOrder: readonly ImageNode[], offered: ReadonlySet<string>): ImageNode[] {
  const isOffered = (image: ImageNode): boolean => isMissing(image) && offered.has(image.reference);
  const needed = neededImages(inBuildOrder, (image) => image.action === 'present' || isOffered(image));
  return inBuildOrder.map((image) => {
    if (!isMissing(image)) return image;
    if (!needed.has(image.name)) return { ...image, action: 'unneeded', reason: unneededReason };
    return isOffered(image) ? { ...image, action: 'pull', reason: `${image.reference.split('/')[0] ?? ''} has it` } : image;
  });
}
