import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Container } from 'dockerode';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, ccpJson, type Result } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { until } from './harness/until.ts';

const fixture = fileURLToPath(new URL('./fixtures/registry', import.meta.url));
const name = 'ccp-e2e-registry-with-login';
const address = '127.0.0.1:15109';
const password = 'registry-of-tests';
/** As htpasswd writes the password (bcrypt). */
const account = 'ada:$2b$05$6gO1hn0Bt9teLbIGMNzZ.em6teUE38jt658yHWu8tLKmcIF3xVXGK\n';
const ofThisRun = `${Date.now()}`;

interface Image {
  name: string;
  reference: string;
  action?: string;
  outcome?: string;
  reason: string;
  push?: string;
}

let folder: string;
let registry: Container;

/** An external registry that wants a login: the program of the local cluster's, in a container of its own. */
async function startRegistry(): Promise<Container> {
  const images = await ccpJson<Image[]>(['images', 'list', 'registry', '-o', 'json']);
  await docker.getContainer(name).remove({ force: true }).catch(() => undefined);
  const container = await docker.createContainer({
    name,
    Image: images.find((image) => image.name === 'registry')?.reference ?? '',
    Env: ['REGISTRY_AUTH=htpasswd', 'REGISTRY_AUTH_HTPASSWD_REALM=tests', 'REGISTRY_AUTH_HTPASSWD_PATH=/htpasswd'],
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: { Binds: [`${folder}/htpasswd:/htpasswd:ro`], PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: address.split(':')[1] ?? '' }] } },
  });
  await container.start();
  await until('the registry answers', 30, async () => ((await fetch(`http://${address}/v2/`)).status === 401 ? true : undefined));
  return container;
}

/** Names in the engine that begin with the registry's address. */
async function ownNames(part = ''): Promise<string[]> {
  const names = (await docker.listImages()).flatMap(({ RepoTags: tags }) => tags ?? []);
  return names.filter((tag) => tag.startsWith(`${address}/`) && tag.includes(part));
}

async function removeFromEngine(part: string): Promise<void> {
  for (const tag of await ownNames(part)) await docker.getImage(tag).remove({ force: true });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-registry-'));
  await writeFile(join(folder, 'htpasswd'), account, { mode: 0o644 });
  await writeFile(join(folder, 'password'), `${password}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'wrong'), 'another password\n', { mode: 0o600 });
  registry = await startRegistry();
});
afterAll(async () => {
  await docker.getContainer(name).remove({ force: true, v: true }).catch(() => undefined);
  await removeFromEngine('');
  await rm(folder, { recursive: true });
});

const login = (file = 'password'): string[] => ['--set', `registry.address=${address}`, '--set', 'registry.username=ada', '--set', `registry.passwordFile=${join(folder, file)}`];
const options = (change: string): { config: string; env: Record<string, string> } => ({ config: join(fixture, 'ccp.yaml'), env: { FIXTURE_RUN: ofThisRun, FIXTURE_CHANGE: change } });

/** Builds the application of the fixture. `change`: what it holds. */
function build(change: string, ...words: string[]): Promise<Result> {
  return ccp(['--directory', fixture, 'build', '-c', 'pushed-app', ...words], options(change));
}

/** What became of each image. */
async function built(change: string, ...words: string[]): Promise<Record<string, string>> {
  const { images } = await ccpJson<{ images: Image[] }>(['--directory', fixture, 'build', '-c', 'pushed-app', ...login(), ...words, '-o', 'json'], 0, options(change));
  return Object.fromEntries(images.map(({ name: image, outcome = '', push }) => [image, push === undefined ? outcome : `${outcome}, ${push}`]));
}

/** A fault that is told with its code, soon, without stack and password. */
function expectTold(result: Result, exitCode: number, ...words: string[]): void {
  expect(result.exitCode).toBe(exitCode);
  for (const word of words) expect(result.stderr).toContain(word);
  expect(result.stderr).not.toMatch(/^\s+at \S.*:\d+:\d+\)?$/m);
  expect(result.stdout + result.stderr).not.toContain(password);
  expect(result.seconds).toBeLessThan(30);
}

describe('ccp build --push', () => {
  test('without a registry says what to set', async () => {
    expectTold(await build('one', '--push'), 2, 'USAGE', 'registry.address');
  });

  test('with a wrong login is refused before anything is built', async () => {
    expectTold(await build('one', '--push', ...login('wrong')), 1, 'REGISTRY_FAILED', 'refuses the login', 'registry.passwordFile');
    expect(await ownNames('/pushed-')).toEqual([]);
  });

  test('sends what ships, once', async () => {
    expect(await built('one', '--push')).toMatchObject({ 'pushed-base': 'built, pushed', 'pushed-builder': 'built', 'pushed-app': 'built, pushed' });
    expect(await built('one', '--push')).toEqual({ 'pushed-app': 'present, present' });
  });
});

describe('what the registry has', () => {
  test('is pulled where the engine lacks it, and what only a build needs is not made', async () => {
    await removeFromEngine('/pushed-');
    const listed = await ccpJson<Image[]>(['--directory', fixture, 'images', 'list', 'pushed', ...login(), '-o', 'json'], 0, options('one'));
    expect(Object.fromEntries(listed.map(({ name: image, action, reason }) => [image, [action, reason]]))).toEqual({
      'pushed-base': ['pull', `${address} has it`],
      'pushed-builder': ['unneeded', 'no image that must be built uses it'],
      'pushed-app': ['pull', `${address} has it`],
    });
    expect(await built('one')).toEqual({ 'pushed-app': 'pulled' });
    expect(await ownNames('/pushed-')).toEqual([expect.stringContaining('/pushed-app:')]);
    expect(await built('one')).toEqual({ 'pushed-app': 'present' });
  });

  test('is the base of what must be built', async () => {
    expect(await built('two')).toMatchObject({ 'pushed-base': 'pulled', 'pushed-builder': 'built', 'pushed-app': 'built' });
  });

  test('is built where it may not be pulled', async () => {
    await removeFromEngine('/pushed-app');
    expect(await built('one', '--set', 'registry.pull=false')).toMatchObject({ 'pushed-app': 'built' });
  });
});

describe('a registry that is down', () => {
  test('is told by a push before anything is built; a build says so and needs none', async () => {
    await registry.stop();
    expectTold(await build('three', '--push', ...login()), 1, 'REGISTRY_UNREACHABLE', `The registry ${address} does not answer`, 'hint:');
    const result = await build('three', ...login());
    expectTold(result, 0, 'What the engine lacks is built from source');
    expect(result.stdout).toMatch(/^pushed-app +built /m);
  });
});
