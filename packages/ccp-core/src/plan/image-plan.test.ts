import { describe, expect, test } from '@jest/globals';
import { apt, copy, copyFrom, debianRoot, defineImage, run, type ImageDefinition, type ImageSpec } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { BuildTools } from '../engine/contracts.ts';
import { planImages, type PlanImagesOptions } from '../engine/plan-images.ts';
import { buildImages } from '../engine/build-images.ts';
import { fakeEngine, fakeHost, fakeTools } from '../testing/fake-engine.ts';
import type { ImageNode } from './image-node.ts';

const user = { name: 'app', id: 4242 };
const platform = 'linux/amd64';
const files = { '/app/image/x.py': 'print()', '/app/image/y.py': 'pass' };
const base = defineImage({ name: 'base', title: 'Base', from: debianRoot('trixie'), steps: [apt('tini')], root: { reason: 'base' } });
const tool = defineImage({ name: 'tool', title: 'Tool', from: base, steps: [run('make tool')], shipped: false });
const source = { kind: 'pypi', project: 'app', distribution: 'openstack-app', version: '3.0.0', sha256: 'ab'.repeat(32) } as const;

function app(change: Partial<ImageSpec> = {}): ImageDefinition {
  return defineImage({ name: 'app', title: 'App', from: base, version: '1.0', steps: [copy('image/', '/opt/app/')], user, ...change });
}

function owned(...images: ImageDefinition[]): { image: ImageDefinition; directory: string; version: string }[] {
  return images.map((image) => ({ image, directory: '/app', version: '9.9' }));
}

async function nodeOf(name: string, images: ImageDefinition[], options: PlanImagesOptions = {}, contents: Record<string, string> = files): Promise<ImageNode> {
  const plan = await planImages(owned(...images), fakeTools(contents), { platform, ...options });
  const node = plan.images.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`${name} is not planned`);
  return node;
}

const appKey = async (change: Partial<ImageSpec> = {}, options: PlanImagesOptions = {}, contents: Record<string, string> = files): Promise<string> =>
  (await nodeOf('app', [base, tool, app(change)], options, contents)).key;

describe('key of an image', () => {
  test.each<[string, Partial<ImageSpec>, PlanImagesOptions, Record<string, string>]>([
    ['a file', {}, {}, { ...files, '/app/image/x.py': 'print(1)' }],
    ['a further file', {}, {}, { ...files, '/app/image/z.py': '' }],
    ['the mode of files', { steps: [copy('image/', '/opt/app/', { mode: '0755' })] }, {}, files],
    ['a step', { steps: [copy('image/', '/opt/app/'), run('true')] }, {}, files],
    ['the account', { user: { name: 'app', id: 4243 } }, {}, files],
    ['the environment', { env: { A: '1' } }, {}, files],
    ['the base', { from: tool }, {}, files],
    ['the epoch of distribution packages', {}, { osEpoch: 2 }, files],
    ['the platform', {}, { platform: 'linux/arm64' }, files],
    ['an image that is copied from', { steps: [copy('image/', '/opt/app/'), copyFrom(tool, '/x', '/x')] }, {}, files],
    ['the source', { source }, {}, files],
  ])('changes with %s', async (_, change, options, contents) => {
    expect(await appKey(change, options, contents)).not.toBe(await appKey());
  });

  test.each<[string, Partial<ImageSpec>, PlanImagesOptions]>([
    ['the registry', {}, { registry: 'registry.example:5000', namespace: 'cloud' }],
    ['the expected duration', { expectedSeconds: 99 }, {}],
    ['the order in which variables are written', { env: { B: '2', A: '1' } }, {}],
  ])('does not change with %s', async (_, change, options) => {
    const same = 'env' in change ? { env: { A: '1', B: '2' } } : {};
    expect(await appKey(change, options)).toBe(await appKey(same));
  });

  test('does not change with what an engine keeps between builds', async () => {
    const step = run('make', { mounts: [{ kind: 'tmpfs', target: '/t' }] });
    const cached = run('make', { mounts: [{ kind: 'tmpfs', target: '/t' }, { kind: 'cache', id: 'x', target: '/c' }] });
    expect(await appKey({ steps: [cached] })).toBe(await appKey({ steps: [step] }));
  });

  test('an overridden source changes key, version and build arguments', async () => {
    const sources = { app: { version: '3.0.1', sha256: 'cd'.repeat(32) } };
    const plain = await nodeOf('app', [base, tool, app({ source })]);
    const node = await nodeOf('app', [base, tool, app({ source })], { sources });
    expect(node.key).not.toBe(plain.key);
    expect(node.dockerfile).toContain('ARG CCP_SOURCE_VERSION="3.0.1"');
    expect(node.dockerfile).toContain('ARG CCP_SOURCE_DISTRIBUTION="openstack-app"');
  });

  test('what a tool image holds does not count, what a content image holds does', async () => {
    const key = async (identity: 'tool' | 'content', script: string): Promise<string> => {
      const other = defineImage({ ...tool, steps: [run(script)] });
      const steps = [run('use', { mounts: [{ kind: 'image', image: other, source: '/w', target: '/w', identity }] })];
      return (await nodeOf('app', [base, other, app({ steps })])).key;
    };
    expect(await key('tool', 'make one')).toBe(await key('tool', 'make two'));
    expect(await key('content', 'make one')).not.toBe(await key('content', 'make two'));
  });

  test('a Debian image in place of the bootstrapped root counts by its digest', async () => {
    const reference = (digest: string): PlanImagesOptions => ({ debianReference: `debian@sha256:${digest}` });
    const keys = [await appKey(), await appKey({}, reference('aa')), await appKey({}, reference('bb'))];
    expect(new Set(keys).size).toBe(3);
  });
});

describe('version and reference', () => {
  test.each<[string, Partial<ImageSpec>, string]>([
    ['the definition', { version: '1.0+local', source }, '1.0_local'],
    ['the source', { version: undefined as never, source }, '3.0.0'],
    ['the package', { version: undefined as never }, '9.9'],
  ])('the version is that of %s', async (_, change, version) => {
    const entries = Object.entries(app(change)).filter(([, value]) => value !== undefined);
    const image = defineImage(Object.fromEntries(entries) as unknown as ImageSpec);
    const node = await nodeOf('app', [base, tool, image]);
    expect(node.reference).toBe(`ccp.local/ccp/app:${version}-${node.key.slice(0, 12)}`);
  });

  test('registry and namespace are configurable', async () => {
    const node = await nodeOf('app', [base, tool, app()], { registry: 'registry.example:5000', namespace: 'cloud' });
    expect(node.reference).toMatch(/^registry\.example:5000\/cloud\/app:1\.0-[0-9a-f]{12}$/);
  });
});

describe('what is to be done', () => {
  const actions = async (tools: BuildTools, images: ImageDefinition[]): Promise<Record<string, string>> => {
    const plan = await planImages(owned(...images), tools, { platform });
    return Object.fromEntries(plan.images.map((node) => [node.name, `${node.action}: ${node.reason}`]));
  };

  test('nothing when everything is there; one call to the engine', async () => {
    const tools = fakeTools(files);
    const images = [base, tool, app()];
    await buildImages(await planImages(owned(...images), tools, { platform }), tools);
    tools.engine.calls.length = 0;
    expect(await actions(tools, images)).toEqual({
      'debian-root-trixie': 'present: nothing changed',
      base: 'present: nothing changed',
      tool: 'unneeded: no image that must be built uses it',
      app: 'present: nothing changed',
    });
    expect(tools.engine.calls).toEqual(['listImages']);
  });

  test.each<[string, Record<string, string>, ImageDefinition, string]>([
    ['a file', { ...files, '/app/image/x.py': 'changed' }, app(), 'image/x.py changed'],
    ['files', { '/app/image/x.py': 'print()', '/app/image/z.py': '' }, app(), 'image/y.py removed, image/z.py added'],
    ['the definition', files, app({ env: { A: '1' } }), 'definition changed'],
    ['the source', files, app({ source: { ...source, version: '3.0.1' } }), 'source 3.0.0 -> 3.0.1'],
  ])('says that %s changed', async (_, contents, image, reason) => {
    const engine = fakeEngine();
    const before = { engine, host: fakeHost(files) };
    const first = reason.startsWith('source') ? app({ source }) : app();
    await buildImages(await planImages(owned(base, first), before, { platform }), before);
    const after = { engine, host: fakeHost(contents) };
    expect(await actions(after, [base, image])).toMatchObject({ base: 'present: nothing changed', app: `build: ${reason}` });
  });

  test('a changed base rebuilds what is made from it, and says so', async () => {
    const tools = fakeTools(files);
    await buildImages(await planImages(owned(base, app()), tools, { platform }), tools);
    const other = defineImage({ ...base, steps: [apt('tini', 'tzdata')] });
    expect(await actions(tools, [other, app({ from: other })])).toMatchObject({ base: 'build: definition changed', app: 'build: base base changed' });
  });

  test('an image that is not shipped is built when one that must be built needs it', async () => {
    const image = app({ steps: [copyFrom(tool, '/x', '/x')] });
    expect(await actions(fakeTools(files), [base, tool, image])).toMatchObject({ tool: 'build: new', app: 'build: new' });
  });

  test('the same image under another registry only gets the name', async () => {
    const tools = fakeTools(files);
    await buildImages(await planImages(owned(base, app()), tools, { platform }), tools);
    const plan = await planImages(owned(base, app()), tools, { platform, registry: 'registry.example' });
    const began = tools.engine.started.length;
    const report = await buildImages(plan, tools);
    expect(tools.engine.started.length).toBe(began);
    expect(report.images.map((image) => image.outcome)).toEqual(['present', 'present', 'present']);
    expect(await tools.engine.findImage(plan.images.at(-1)?.reference ?? '')).toBeDefined();
  });

  test('a Debian image without digest is pulled to learn what it is', async () => {
    const tools = fakeTools(files);
    const plan = await planImages(owned(base), tools, { platform, debianReference: 'registry.example/debian:trixie' });
    expect(tools.engine.calls).toContain('pull registry.example/debian:trixie');
    expect(plan.images[0]?.dockerfile).toMatch(/^FROM registry\.example\/debian:trixie AS final$/m);
  });

  test.each([
    ['planned', 'docker.test/debian:trixie'],
    ['built', 'docker.test/debian@sha256:aa'],
  ])('a Debian image that cannot be pulled when it is %s names its own setting, not those of the registry of images', async (_, reference) => {
    const tools = fakeTools(files);
    tools.registry.fault = new CcpError('REGISTRY_UNREACHABLE', 'docker.test is silent.', { hint: 'Correct registry.address.' });
    const building = planImages(owned(base), tools, { platform, debianReference: reference }).then((plan) => buildImages(plan, tools));
    await expect(building).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: `The Debian image ${reference} cannot be pulled. docker.test is silent.`,
      where: { object: 'builder.debianReference' },
      hint: expect.stringMatching(new RegExp(`^Correct builder.debianReference, or .* docker pull ${reference} `)),
    });
  });

  test('a Debian image that the engine has is not pulled', async () => {
    const tools = fakeTools(files);
    const reference = 'docker.test/debian:trixie';
    await tools.engine.pull(reference, new AbortController().signal);
    tools.registry.fault = new CcpError('REGISTRY_UNREACHABLE', 'silent');
    const { faults } = await buildImages(await planImages(owned(base), tools, { platform, debianReference: reference }), tools);
    expect(faults).toEqual([]);
  });
});
