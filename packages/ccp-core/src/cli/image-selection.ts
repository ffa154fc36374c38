import { CcpError, nearest } from '../diagnostics/index.ts';
import { reachable } from '../graph/index.ts';
import type { ImageNode, ImagePlan } from '../plan/image-node.ts';

/**
 * The part of a plan that is needed to have the images `names`: themselves, and of what they are made from only what must be there
 * to build them. An image that is present or pulled needs nothing below it.
 */
export function onlyNeeded(plan: ImagePlan, names: readonly string[]): ImagePlan {
  const edges = new Map(plan.images.map((image) => [image.name, image.action === 'present' || image.action === 'pull' ? [] : image.dependsOn]));
  const needed = reachable(edges, names);
  const images = plan.images
    .filter((image) => needed.has(image.name))
    .map((image) => (image.action === 'unneeded' ? { ...image, action: 'build' as const, reason: 'needed now' } : image));
  return { ...plan, images };
}

/** The image of this name. Throws USAGE with the nearest. */
export function imageOf(plan: ImagePlan, name: string): ImageNode {
  const found = plan.images.find((image) => image.name === name);
  if (found !== undefined) return found;
  const names = plan.images.map((image) => image.name);
  const near = nearest(name, names);
  throw new CcpError('USAGE', `there is no image "${name}"`, { hint: near === undefined ? `Images: ${names.join(', ')}.` : `Did you mean "${near}"?` });
}

/** The image of this name, else all whose names begin with it. Throws USAGE when there is none. */
export function imagesOf(plan: ImagePlan, word: string): ImageNode[] {
  const alike = plan.images.filter(({ name }) => name.startsWith(word));
  return alike.length === 0 || alike.some(({ name }) => name === word) ? [imageOf(plan, word)] : alike;
}
