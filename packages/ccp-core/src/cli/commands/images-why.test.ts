import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineImage, type ImageDefinition } from '../../definition/index.ts';
import { planImages } from '../../engine/plan-images.ts';
import { buildImages } from '../../engine/build-images.ts';
import { keyLabel } from '../../plan/image-settings.ts';
import { fakeTools } from '../../testing/fake-engine.ts';
import { treeLines, type ImageBranch } from './images-tree.ts';
import { imageWhy } from './images-why.ts';

const user = { name: 'app', id: 4242 };
const images = (script: string): { image: ImageDefinition; directory: string; version: string }[] => {
  const base = defineImage({ name: 'base', title: 'Base', from: 'scratch', version: '1', user, steps: [{ kind: 'run', script }] });
  const app = defineImage({ name: 'app', title: 'App', from: base, version: '1', user, steps: [] });
  return [base, app].map((image) => ({ image, directory: '/x', version: '1' }));
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ccp-why-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('why an image is built', () => {
  test('a changed base is named with what changed in it', async () => {
    const tools = fakeTools();
    const before = await planImages(images('one'), tools);
    await buildImages(before, tools, { stateDirectory: folder });
    const plan = await planImages(images('two'), tools);
    const app = plan.images.find(({ name }) => name === 'app');
    if (app === undefined) throw new Error('no app');
    const why = imageWhy(app, plan, await tools.engine.listImages(keyLabel));
    expect(why).toMatchObject({ action: 'build', changes: [{ part: 'base', name: 'base' }], because: [{ name: 'base', changes: [{ part: 'steps' }] }] });
    expect(why.against?.key).toBe(before.images.find(({ name }) => name === 'app')?.key);
  });

  test('without another image there is nothing to compare with', async () => {
    const plan = await planImages(images('one'), fakeTools());
    const [base] = plan.images;
    expect(imageWhy(base!, plan, [])).toMatchObject({ against: undefined, changes: [], because: [] });
  });
});

test('a tree shows each image below the one that it is made from', () => {
  const leaf = (name: string): ImageBranch => ({ name, action: 'present' as const, images: [] });
  const tree = [{ name: 'root', action: 'present' as const, images: [{ name: 'a', action: 'build' as const, images: [leaf('b')] }, leaf('c')] }, leaf('z')];
  expect(treeLines(tree)).toEqual(['root', '├─ a (to build)', '│  └─ b', '└─ c', 'z']);
});
