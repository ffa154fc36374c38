import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionCatalogueFile } from '../definition/index.ts';
import type { ImageNode } from '../plan/image-node.ts';
import { fakeEngine } from '../testing/index.ts';
import { readOptionCatalogue } from './option-catalogues.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-options-'));
});
afterAll(() => rm(folder, { recursive: true }));

const image = (key: string): ImageNode => ({ name: 'app', key: key.padEnd(64, '0'), reference: `ccp.local/ccp/app:1-${key}` }) as ImageNode;

test('is read from the image once per key', async () => {
  const engine = fakeEngine();
  engine.files.set(`${image('a').reference} ${optionCatalogueFile}`, Buffer.from('{"version":1,"sections":{"DEFAULT":{"options":{}}}}'));
  const first = await readOptionCatalogue(engine, image('a'), folder);
  expect(first?.sections).toEqual({ DEFAULT: { options: {} } });
  engine.files.clear();
  expect(await readOptionCatalogue(engine, image('a'), folder)).toEqual(first);
});

test('an image may have none', async () => {
  const engine = fakeEngine();
  expect(await readOptionCatalogue(engine, image('b'), folder)).toBeUndefined();
  expect(await readOptionCatalogue(engine, image('b'), folder)).toBeUndefined();
});

test.each(['{"version":2}', 'no JSON'])('%s is refused', async (text) => {
  const engine = fakeEngine();
  engine.files.set(`${image('c').reference} ${optionCatalogueFile}`, Buffer.from(text));
  await expect(readOptionCatalogue(engine, image('c'), folder)).rejects.toMatchObject({ code: 'CATALOG_INVALID' });
});

test('a cache that cannot be written does no harm', async () => {
  const engine = fakeEngine();
  expect(await readOptionCatalogue(engine, image('d'), '/dev/null/x')).toBeUndefined();
});
