import { arch } from 'node:os';
import { throwAll } from '../diagnostics/index.ts';
import type { OwnedImage } from '../plan/image-collect.ts';
import type { ImagePlan } from '../plan/image-node.ts';
import { planImageNodes } from '../plan/image-plan.ts';
import { keyLabel, type ImageSettings } from '../plan/image-settings.ts';
import type { SourcePin } from '../plan/image-source.ts';
import { checkImages } from './check-images.ts';
import type { BuildTools, ImageEngine } from './contracts.ts';
import { loadDurations } from './durations.ts';
import { pullDebian } from './pull-debian.ts';

/** Options of {@link planImages}; defaults as in {@link ImageSettings}. */
export interface PlanImagesOptions {
  readonly registry?: string;
  readonly namespace?: string;
  readonly osEpoch?: number;
  readonly platform?: string;
  readonly sources?: Readonly<Record<string, SourcePin>>;
  /** Reference of an image that stands for the Debian root, best with a digest. Default: the root is bootstrapped. */
  readonly debianReference?: string;
  /** Folder with recorded durations. Default: none are used. */
  readonly stateDirectory?: string;
}

/**
 * Plans the given images and all that they are made from: `images` holds those of every component, each with the folder
 * that its paths are relative to. Reads the files of all images and asks the engine once. Throws CcpError CATALOG_INVALID
 * with all faults, ENGINE_UNREACHABLE, PREREQUISITE when the engine is too old, and what {@link pullDebian} throws.
 */
export async function planImages(images: readonly OwnedImage[], adapters: BuildTools, options: PlanImagesOptions = {}): Promise<ImagePlan> {
  const began = performance.now();
  const listing = Promise.all([adapters.engine.listImages(keyLabel), adapters.engine.checkVersion()]).then(([images]) => images);
  // Faults of definitions are reported even when the engine is away, and then first.
  listing.catch(() => undefined);
  const { collection, sources, faults } = await checkImages(images, adapters.host);
  throwAll(faults);
  const settings = await imageSettings(options, adapters.engine);
  const durations = options.stateDirectory === undefined ? {} : await loadDurations(options.stateDirectory);
  const nodes = planImageNodes({ collection, sources, settings, existing: await listing, durations });
  return { images: nodes, planMs: Math.round(performance.now() - began) };
}

async function imageSettings(options: PlanImagesOptions, engine: ImageEngine): Promise<ImageSettings> {
  const { debianReference } = options;
  return {
    registry: options.registry ?? 'ccp.local',
    namespace: options.namespace ?? 'ccp',
    osEpoch: options.osEpoch ?? 1,
    platform: options.platform ?? `linux/${arch() === 'x64' ? 'amd64' : arch()}`,
    sources: options.sources ?? {},
    ...(debianReference === undefined ? {} : { debianReference: await pinReference(debianReference, engine) }),
  };
}

/** A reference without a digest is pulled when it is not there, because the key needs to know its content. */
async function pinReference(reference: string, engine: ImageEngine): Promise<{ reference: string; digest: string }> {
  const [, digest] = reference.split('@');
  if (digest !== undefined) return { reference, digest };
  const image = await pullDebian(reference, engine, { signal: AbortSignal.timeout(600_000) });
  return { reference, digest: image?.id ?? reference };
}
