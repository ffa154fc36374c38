import { reachable } from '../graph/index.ts';
import type { ImagePlan } from '../plan/image-node.ts';

/**
 * The part of a plan that is needed to have the images `names`: themselves, and of what they are made from only what must be there
 * to build them. An image that is present needs nothing below it.
 */
export function onlyNeeded(plan: ImagePlan, names: readonly string[]): ImagePlan {
  const edges = new Map(plan.images.map((image) => [image.name, image.action === 'present' ? [] : image.dependsOn]));
  const needed = reachable(edges, names);
  const images = plan.images
    .filter((image) => needed.has(image.name))
    .map((image) => (image.action === 'unneeded' ? { ...image, action: 'build' as const, reason: 'needed now' } : image));
  return { ...plan, images };
}
