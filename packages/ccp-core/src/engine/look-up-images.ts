import PQueue from 'p-queue';
import type { ImagePlan } from '../plan/image-node.ts';
import { withOffers } from '../plan/image-offers.ts';

/** Requests to a registry at once. */
const lookUpWidth = 8;

/**
 * The plan after asking a registry for each shipped image that the engine lacks: what it has is pulled instead of built. Asks nothing when the
 * engine lacks none. `has`: whether the registry has an image of this reference; what it throws is thrown.
 */
export async function lookUpImages(plan: ImagePlan, has: (reference: string) => Promise<boolean>): Promise<ImagePlan> {
  const absent = plan.images.filter((image) => image.action === 'build' && image.shipped).map((image) => image.reference);
  const [first, ...others] = absent;
  if (first === undefined) return plan;
  const began = performance.now();
  // The first one alone: a registry that is silent is waited for once.
  const answers = [await has(first), ...(await new PQueue({ concurrency: lookUpWidth }).addAll(others.map((reference) => () => has(reference))))];
  const offered = new Set(absent.filter((_, i) => answers[i] === true));
  return { images: withOffers(plan.images, offered), planMs: plan.planMs + Math.round(performance.now() - began) };
}
