import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { optionCatalogueFile, type OptionCatalogue } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ImageNode } from '../plan/image-node.ts';
import type { ImageEngine } from './contracts.ts';

/** What an image without a catalogue is kept as. */
const none = 'null';

/**
 * The option catalogue of a local image; undefined when it has none. Kept in `cacheFolder` by the image's key, which
 * stands for its content. Throws CATALOG_INVALID for a catalogue that this version does not read.
 */
export async function readOptionCatalogue(engine: ImageEngine, image: ImageNode, cacheFolder: string): Promise<OptionCatalogue | undefined> {
  const file = join(cacheFolder, 'options', `${image.name}-${image.key.slice(0, 12)}.json`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  const text = known ?? (await engine.readImageFile(image.reference, optionCatalogueFile))?.toString('utf8') ?? none;
  const catalogue = parseCatalogue(text, image);
  if (known === undefined) await keep(file, text);
  return catalogue;
}

function parseCatalogue(text: string, image: ImageNode): OptionCatalogue | undefined {
  const value = parsed(text);
  if (value === null) return undefined;
  if (value !== undefined && value.version === 1) return value;
  throw new CcpError('CATALOG_INVALID', `the option catalogue of the image ${image.name} is not one of version 1`, { where: { object: `${image.reference}:${optionCatalogueFile}` }, hint: 'Make it with the step optionCatalogue of this release.' });
}

function parsed(text: string): OptionCatalogue | null | undefined {
  try {
    return JSON.parse(text) as OptionCatalogue | null;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written only costs time. */
async function keep(file: string, text: string): Promise<void> {
  const part = `${file}.${Math.random().toString(36).slice(2)}`;
  await mkdir(dirname(file), { recursive: true })
    .then(() => writeFile(part, text))
    .then(() => rename(part, file))
    .catch(() => undefined);
}
