import { expect, test } from '@jest/globals';
import { copyFrom, defineImage, type ImageDefinition } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ImagePlan } from '../plan/image-node.ts';
import { fakeTools } from '../testing/fake-engine.ts';
import { buildImages } from './build-images.ts';
import { lookUpImages } from './look-up-images.ts';
import { planImages } from './plan-images.ts';

const user = { name: 'app', id: 4242 };
const builder = defineImage({ name: 'builder', title: 'Builder', from: 'scratch', version: '1', user, steps: [], shipped: false });
const base = defineImage({ name: 'base', title: 'Base', from: 'scratch', version: '1', user, steps: [] });
/** Made from the base with something of the builder, which is never pushed. */
const app = (workdir: string): ImageDefinition => defineImage({ name: 'app', title: 'App', from: base, version: '1', user, workdir, steps: [copyFrom(builder, '/x', '/x')] });

const options = { registry: 'registry.test', platform: 'linux/amd64' };
type Tools = ReturnType<typeof fakeTools>;

async function planned(tools: Tools, workdir = '/one'): Promise<ImagePlan> {
  const plan = await planImages([builder, base, app(workdir)].map((image) => ({ image, directory: '/app' })), tools, options);
  return lookUpImages(plan, async (reference) => (await tools.registry.manifestDigest(reference)) !== undefined);
}

/** Tools of a machine that has built and pushed all that ships, and those of another one with the same registry. */
async function twoMachines(...pushed: string[]): Promise<Tools> {
  const tools = fakeTools();
  await buildImages(await planned(tools), tools);
  for (const reference of tools.engine.images.keys()) if (pushed.some((name) => reference.includes(`/${name}:`))) await tools.engine.push(reference, new AbortController().signal);
  tools.engine.images.clear();
  for (const log of [tools.engine.calls, tools.engine.started, tools.registry.asked]) log.length = 0;
  return tools;
}

const actions = ({ images }: ImagePlan): Record<string, string> => Object.fromEntries(images.map(({ name, action, reason }) => [name, `${action}: ${reason}`]));

test('what the registry has is pulled, and what only a build of it needs is left alone', async () => {
  const tools = await twoMachines('base', 'app');
  const plan = await planned(tools);
  expect(actions(plan)).toEqual({ base: 'pull: registry.test has it', app: 'pull: registry.test has it', builder: 'unneeded: no image that must be built uses it' });
  const { images, faults } = await buildImages(plan, tools);
  expect(faults).toEqual([]);
  expect(images.map(({ name, outcome }) => [name, outcome]).sort()).toEqual([['app', 'pulled'], ['base', 'pulled'], ['builder', 'skipped']]);
  expect(tools.engine.started).toEqual([]);
  expect(actions(await planned(tools))).toMatchObject({ base: 'present: nothing changed', app: 'present: nothing changed' });
});

test('a changed image is built on a base that is pulled first', async () => {
  const tools = await twoMachines('base', 'app');
  const plan = await planned(tools, '/two');
  expect(actions(plan)).toEqual({ base: 'pull: registry.test has it', app: 'build: new', builder: 'build: new' });
  const { faults } = await buildImages(plan, tools, { width: 1 });
  expect([faults, tools.engine.started]).toEqual([[], ['builder', 'app']]);
  expect(tools.engine.calls.filter((call) => call.startsWith('pull'))).toEqual([expect.stringContaining('registry.test/ccp/base:')]);
});

test('only what ships and is absent is asked for; nothing when all is there', async () => {
  const tools = await twoMachines('base');
  await buildImages(await planned(tools), tools);
  expect(tools.registry.asked.map(({ about }) => about.replace(/:.*/, '')).sort()).toEqual(['registry.test/ccp/app', 'registry.test/ccp/base']);
  tools.registry.asked.length = 0;
  tools.engine.calls.length = 0;
  await planned(tools);
  expect([tools.registry.asked, tools.engine.calls]).toEqual([[], ['listImages']]);
});

test('a registry that is silent is asked once', async () => {
  const tools = fakeTools();
  tools.registry.fault = new CcpError('REGISTRY_UNREACHABLE', 'silent');
  await expect(planned(tools)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  expect(tools.registry.asked).toHaveLength(1);
});

test('another image under the name is refused, with what builds it instead, and does not stay', async () => {
  const tools = await twoMachines('base', 'app');
  const plan = await planned(tools);
  const base = plan.images.find(({ name }) => name === 'base')?.reference ?? '';
  tools.registry.images.set(base, { 'ccp.io/key': 'other' });
  const { images, faults } = await buildImages(plan, tools);
  expect(faults).toMatchObject([{ code: 'REGISTRY_FAILED', message: expect.stringContaining('is another image'), hint: expect.stringContaining('registry.pull=false') }]);
  expect(images.map(({ name, outcome }) => [name, outcome]).sort()).toEqual([['app', 'pulled'], ['base', 'failed'], ['builder', 'skipped']]);
  expect(await tools.engine.findImage(base)).toBeUndefined();
});

test('a registry that is gone meanwhile ends the run, with what to do', async () => {
  const tools = await twoMachines('base', 'app');
  const plan = await planned(tools);
  tools.registry.fault = new CcpError('REGISTRY_UNREACHABLE', 'silent', { hint: 'Start it.' });
  await expect(buildImages(plan, tools)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', hint: 'Start it. With --set registry.pull=false it is built from source instead.' });
});
