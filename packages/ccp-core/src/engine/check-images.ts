import type { CcpError } from '../diagnostics/index.ts';
import { collectImages, type ImageCollection, type OwnedImage } from '../plan/image-collect.ts';
import { contextSources, type FilledSource } from '../plan/image-context.ts';
import { imageFaults } from '../plan/image-faults.ts';
import type { BuildHost } from './contracts.ts';

/** Images with all that they are made from. */
export interface CheckedImages {
  readonly collection: ImageCollection;
  /** Files of each image by its name; of none while `collection` has faults. */
  readonly sources: ReadonlyMap<string, readonly FilledSource[]>;
  /** What is wrong with the definitions (CATALOG_INVALID). */
  readonly faults: readonly CcpError[];
}

/** Collects images, reads the files that they take from packages, and checks their definitions. Needs no engine. */
export async function checkImages(images: readonly OwnedImage[], host: Pick<BuildHost, 'readContext'>): Promise<CheckedImages> {
  const collection = collectImages(images);
  if (collection.faults.length > 0) return { collection, sources: new Map(), faults: collection.faults };
  const sources = await readSources(collection, host);
  return { collection, sources, faults: [...collection.images.values()].flatMap((owned) => imageFaults(owned, sources.get(owned.image.name) ?? [])) };
}

async function readSources(collection: ImageCollection, host: Pick<BuildHost, 'readContext'>): Promise<Map<string, FilledSource[]>> {
  const entries = [...collection.images.values()].map(async (owned): Promise<[string, FilledSource[]]> => {
    const filled = contextSources(owned).map(async (source) => ({ ...source, ...(await host.readContext(source)) }));
    return [owned.image.name, await Promise.all(filled)];
  });
  return new Map(await Promise.all(entries));
}
