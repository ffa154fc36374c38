import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../config/index.ts';
import { copy, copyFrom, defineImage, type ConfiguredImages } from '../definition/index.ts';
import { sampleCatalog, sampleImage } from '../testing/index.ts';
import type { Catalog } from './catalog.ts';
import { withConfiguredImages } from './configured-images.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ccp-images-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const images: ConfiguredImages<unknown> = ({ service }, { file, image }) => {
  const other = image('sample', ['from']);
  return [defineImage({ ...sampleImage, name: `${service}-disk`, steps: [copy(file('disk', ['disk']), '/disk'), ...(other === undefined ? [] : [copyFrom(other, '/etc/os', '/os')])] })];
};

/** A catalog whose only service that makes images is the first. */
function catalogWith(name: string): Catalog {
  const sample = sampleCatalog();
  const [first, service] = [...sample.services][0]!;
  const other = defineImage({ ...sampleImage, name });
  return { ...sample, images: [{ image: other, directory: folder, packageVersion: '1' }], services: new Map([[first, { ...service, definition: { ...service.definition, images } }]]) };
}

async function configured(name: string): Promise<ReturnType<typeof withConfiguredImages> & { readonly service: string }> {
  const catalog = catalogWith(name);
  const [service = ''] = catalog.services.keys();
  const file = join(folder, 'ccp.yaml');
  writeFileSync(file, `services:\n  ${service}:\n    config:\n      from: sample\n      disk: disk\n`);
  const { configuration } = await loadConfiguration(file, [], []);
  return { ...withConfiguredImages(catalog, configuration, new Map([[service, {}]])), service };
}

describe('images that follow from the configuration', () => {
  test('are images of the catalog, made of files beside the configuration and of other images', async () => {
    writeFileSync(join(folder, 'disk'), 'content');
    const { catalog, faults, service } = await configured('sample');
    expect([faults, catalog.images.map(({ image }) => image.name)]).toEqual([[], ['sample', `${service}-disk`]]);
    expect(catalog.images[1]?.image.steps).toMatchObject([{ kind: 'copy', source: new URL(`file://${folder}/disk`) }, { kind: 'copyFrom', image: { name: 'sample' } }]);
  });

  test('a file and an image that are not there are told with their places', async () => {
    const { faults, service } = await configured('samples');
    expect(faults).toMatchObject([
      { code: 'CONFIG_INVALID', message: `services.${service}.config.from: no component has an image "sample"`, where: { line: 4 }, hint: 'Did you mean "samples"?' },
      { code: 'CONFIG_INVALID', message: `services.${service}.config.disk: ${folder}/disk is not there`, where: { file: join(folder, 'ccp.yaml'), line: 5 } },
    ]);
  });

  test('a folder is no file', async () => {
    mkdirSync(join(folder, 'disk'));
    expect((await configured('sample')).faults[0]?.message).toMatch(/disk is no file$/);
  });
});
