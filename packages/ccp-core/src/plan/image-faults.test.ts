import { describe, expect, test } from '@jest/globals';
import { apt, copy, copyFrom, debianRoot, defineImage, run, type ImageDefinition, type ImageSpec, type Step } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { planImages } from '../engine/plan-images.ts';
import { fakeTools } from '../testing/fake-engine.ts';

const user = { name: 'app', id: 4242 };
const base = defineImage({ name: 'base', title: 'Base', from: debianRoot('trixie'), steps: [], root: { reason: 'base' } });

function image(change: Partial<ImageSpec>): ImageDefinition {
  return defineImage({ name: 'app', title: 'App', from: base, steps: [], user, ...change });
}

async function faultsOf(...images: ImageDefinition[]): Promise<string[]> {
  const owned = images.map((entry) => ({ image: entry, directory: '/app' }));
  const error: unknown = await planImages(owned, fakeTools()).then(() => undefined, (cause: unknown) => cause);
  if (error === undefined) return [];
  if (!(error instanceof CcpError)) throw error;
  return [error, ...error.others].map((fault) => `${fault.code} ${fault.where?.object ?? ''}: ${fault.message}`);
}

describe('faults of definitions', () => {
  test.each<[string, Partial<ImageSpec>, RegExp]>([
    ['a shipped image without user', { user: undefined as never }, /image app: The image has no user/],
    ['a missing file', { steps: [copy('image/gone.py', '/x')] }, /no file at \/app\/image\/gone\.py/],
    ['packages without a distribution', { from: 'scratch', steps: [apt('tini')] }, /installs packages, but has no Debian root/],
    ['a stage that does not come before', { steps: [copyFrom('later', '/x', '/x')] }, /uses the stage later/],
    ['the same stage twice', { stages: [stage('one'), stage('one')] }, /Two stages are named one/],
    ['the reserved stage', { stages: [stage('final')] }, /reserved name/],
    ['a name that registries refuse', { name: 'App_1' }, /`App_1` is no name/],
    ['a step without packages', { steps: [apt()] }, /installs no package/],
  ])('%s', async (_, change, message) => {
    const faults = await faultsOf(base, 'user' in change ? withoutUser(image({})) : image(change));
    expect(faults).toEqual([expect.stringMatching(message)]);
    expect(faults[0]).toMatch(/^CATALOG_INVALID/);
  });

  test('an image that no component lists', async () => {
    expect(await faultsOf(image({}))).toEqual([expect.stringMatching(/image base: No component lists this image/)]);
  });

  test('two images of one name', async () => {
    expect(await faultsOf(base, image({}), image({ title: 'Other' }))).toEqual([expect.stringMatching(/Two images are named app/)]);
  });

  test('a cycle is named by its path', async () => {
    const steps: Step[] = [];
    const one = image({ name: 'one', steps });
    const two = image({ name: 'two', from: one });
    steps.push(copyFrom(two, '/x', '/x'));
    expect(await faultsOf(base, one, two)).toEqual([expect.stringMatching(/one -> two -> one/)]);
  });

  test('all faults are reported together', async () => {
    const wrong = image({ name: 'a', steps: [copy('gone', '/x'), apt()] });
    const other = image({ name: 'b', steps: [copy('lost', '/x')] });
    expect(await faultsOf(base, wrong, other)).toHaveLength(3);
  });

  test('an image that must start as root says why', async () => {
    expect(await faultsOf(base, withoutUser(image({ root: { reason: 'It manages network devices.' } })))).toEqual([]);
  });
});

function stage(name: string): NonNullable<ImageSpec['stages']>[number] {
  return { name, from: base, steps: [run('true')] };
}

function withoutUser(definition: ImageDefinition): ImageDefinition {
  return defineImage(Object.fromEntries(Object.entries(definition).filter(([name]) => name !== 'user')) as unknown as ImageSpec);
}
