import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CcpError } from '../diagnostics/index.ts';
import type { EngineEvent } from '../definition/index.ts';
import { fakeTools, type FakeBuild } from '../testing/fake-engine.ts';
import { openEnvironment, type Environment } from './environment.ts';

const component = `import { copyFrom, defineComponent, defineImage } from 'ccp-core';
const user = { name: 'app', id: 4242 };
const builder = defineImage({ name: 'builder', title: 'Builder', from: 'scratch', version: '1', user, steps: [], shipped: false });
const base = defineImage({ name: 'base', title: 'Base', from: 'scratch', version: '1', user, steps: [] });
const app = defineImage({ name: 'app', title: 'App', from: base, version: '1', user, steps: [copyFrom(builder, '/x', '/x')] });
export const component = defineComponent({ name: 'sample', images: [builder, base, app] });
`;
const manifest = { name: 'sample', version: '1.0.0', type: 'module', exports: { '.': { default: './index.js' } }, ccp: { kind: 'base', entry: '.', apiVersion: '1.0' } };

let directory: string;
const events: EngineEvent[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ccp-push-'));
  await mkdir(join(directory, 'components/sample'), { recursive: true });
  await mkdir(join(directory, 'node_modules'));
  await symlink(fileURLToPath(new URL('../..', import.meta.url)), join(directory, 'node_modules/ccp-core'));
  await writeFile(join(directory, 'package.json'), JSON.stringify({ name: 'x', private: true, workspaces: ['components/*'] }));
  await writeFile(join(directory, 'components/sample/package.json'), JSON.stringify(manifest));
  await writeFile(join(directory, 'components/sample/index.js'), component);
  await writeFile(join(directory, 'password'), 'secret\n');
});
afterEach(async () => {
  events.length = 0;
  await rm(directory, { recursive: true });
});

const login = ['registry.address=registry.test:5000', 'registry.username=ada', 'registry.passwordFile=password'];
type Tools = ReturnType<typeof fakeTools>;

function open(tools: Tools, sets: readonly string[] = login): Promise<Environment> {
  return openEnvironment({ directory, sets, adapters: tools, events: (event) => events.push(event) });
}

async function pushed(tools: Tools): Promise<unknown> {
  const { images, faults } = await (await open(tools)).build(undefined, { push: true });
  return [images.map(({ name, outcome, push }) => [name, outcome, push]).sort(), faults.map(({ code }) => code)];
}

test('what ships is pushed with the login, once', async () => {
  const tools = fakeTools();
  expect(await pushed(tools)).toEqual([[['app', 'built', 'pushed'], ['base', 'built', 'pushed'], ['builder', 'built', undefined]], []]);
  expect(tools.registry.asked[0]).toEqual({ about: 'registry.test:5000', access: { insecure: false, login: { username: 'ada', password: 'secret' } } });
  expect(await pushed(tools)).toEqual([[['app', 'present', 'present'], ['base', 'present', 'present'], ['builder', 'present', undefined]], []]);
  tools.engine.images.clear();
  expect(await pushed(tools)).toEqual([[['app', 'pulled', 'present'], ['base', 'pulled', 'present'], ['builder', 'skipped', undefined]], []]);
});

test('what failed to build is not pushed, and the rest is', async () => {
  const failing: FakeBuild = (name) => (name === 'app' ? { ok: false, step: 'x', message: 'no', lines: [] } : { ok: true, id: 'sha256:0', sizeBytes: 1 });
  expect(await pushed(fakeTools({}, failing))).toEqual([[['app', 'failed', undefined], ['base', 'built', 'pushed'], ['builder', 'built', undefined]], ['BUILD_FAILED']]);
});

test('without an address there is nothing to push to', async () => {
  const tools = fakeTools();
  await expect((await open(tools, [])).build(undefined, { push: true })).rejects.toMatchObject({ code: 'USAGE', hint: expect.stringContaining('registry.address') });
  expect(tools.engine.started).toEqual([]);
});

test('a registry that refuses, or is silent, is told before anything is built', async () => {
  const tools = fakeTools();
  for (const code of ['REGISTRY_FAILED', 'REGISTRY_UNREACHABLE'] as const) {
    tools.registry.fault = new CcpError(code, 'no');
    await expect((await open(tools)).build(undefined, { push: true })).rejects.toMatchObject({ code });
  }
  expect(tools.engine.started).toEqual([]);
});

test('a push that fails ends no other; a registry that is gone ends all, and the build goes on', async () => {
  const tools = fakeTools();
  tools.registry.manifestDigest = async (reference) => {
    // Looked up before it is built, then before it is pushed.
    if (reference.includes('base') && tools.engine.images.has(reference)) throw new CcpError('REGISTRY_FAILED', 'no');
    return undefined;
  };
  expect(await pushed(tools)).toEqual([[['app', 'built', 'pushed'], ['base', 'built', 'failed'], ['builder', 'built', undefined]], ['REGISTRY_FAILED']]);
  const gone = fakeTools();
  gone.engine.push = () => Promise.reject(new CcpError('REGISTRY_UNREACHABLE', 'gone'));
  expect(await pushed(gone)).toEqual([[['app', 'built', 'skipped'], ['base', 'built', 'failed'], ['builder', 'built', undefined]], ['REGISTRY_UNREACHABLE']]);
});

test('a build pulls unless it may not; a silent registry is told, a refused login is a fault', async () => {
  const tools = fakeTools();
  await pushed(tools);
  tools.engine.images.clear();
  const environment = async (...more: string[]): Promise<Environment> => open(tools, [...login, ...more]);
  const { images } = await (await environment()).build();
  expect(images.filter(({ outcome }) => outcome === 'pulled').map(({ name }) => name).sort()).toEqual(['app', 'base']);
  tools.engine.images.clear();
  expect((await (await environment('registry.pull=false')).build()).images.map(({ outcome }) => outcome)).toEqual(['built', 'built', 'built']);
  tools.engine.images.clear();
  tools.registry.fault = new CcpError('REGISTRY_FAILED', 'refused');
  await expect((await environment()).build()).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
  tools.registry.fault = new CcpError('REGISTRY_UNREACHABLE', 'It is silent.');
  expect((await (await environment()).build()).images.map(({ outcome }) => outcome)).toEqual(['built', 'built', 'built']);
  expect(events).toContainEqual({ type: 'message', level: 'warning', text: 'It is silent. What the engine lacks is built from source.' });
});
