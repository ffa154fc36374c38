import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectDocker, connectHost } from 'ccp-core';
import { execa } from 'execa';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ccp, ccpJson, stateDirectory } from './harness/ccp.ts';
import { docker, filesOf } from './harness/docker.ts';

interface Build {
  images: { name: string; outcome: string; reason: string; reference: string }[];
}

let folder: string;
let repository: string;
let env: Record<string, string>;
const built: string[] = [];
const lock = `${stateDirectory}/sources.lock.yaml`;
let lockBefore: Buffer | undefined;

async function git(...args: string[]): Promise<string> {
  const author = ['-c', 'user.name=tests', '-c', 'user.email=tests@ccp.example'];
  return (await execa('git', [...author, ...args], { cwd: repository })).stdout;
}

/** Unpacks the source distribution that the release pins, got by the builder image as a build does. */
async function unpackRelease(into: string): Promise<void> {
  const dockerfile = (await ccp(['build', '--print', 'keystone'])).stdout;
  const argument = (name: string): string => new RegExp(`^ARG CCP_SOURCE_${name}="(.*)"$`, 'm').exec(dockerfile)?.[1] ?? '';
  const images = await ccpJson<{ name: string; reference: string }[]>(['images', 'list', '-o', 'json']);
  const settings = join(folder, 'settings');
  for (const { path, content } of (await connectHost().settings([])).files) {
    await mkdir(dirname(join(settings, path)), { recursive: true });
    await writeFile(join(settings, path), content);
  }
  const output = new PassThrough();
  let said = '';
  output.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await connectDocker().run({
    image: images.find(({ name }) => name === 'openstack-builder')?.reference ?? '',
    command: ['sh', '-euc', `. /run/ccp-build/env; pip download --quiet --no-deps --no-build-isolation --no-binary :all: --dest /out ${argument('DISTRIBUTION')}==${argument('VERSION')}`],
    entrypoint: [],
    user: '0:0',
    mounts: [
      { source: settings, target: '/run/ccp-build', readOnly: true },
      { source: folder, target: '/out' },
    ],
    stdout: output,
    stderr: output,
    signal: AbortSignal.timeout(300_000),
  });
  if (code !== 0) throw new Error(said);
  const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tar.gz'));
  await execa('tar', ['-xzf', join(folder, archive), '-C', into, '--strip-components=1', '--no-same-owner']);
  await rm(join(into, 'PKG-INFO'));
}

async function build(...sets: string[]): Promise<Build['images']> {
  const { images } = await ccpJson<Build>(['build', '-o', 'json', ...sets.flatMap((set) => ['--set', set])], 0, { env });
  const changed = images.filter(({ outcome }) => outcome === 'built');
  built.push(...changed.map(({ reference }) => reference));
  return changed;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-sources-'));
  env = { XDG_CACHE_HOME: join(folder, 'cache') };
  repository = join(folder, 'keystone');
  lockBefore = await readFile(lock).catch(() => undefined);
  await mkdir(repository);
  await unpackRelease(repository);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--message', 'release');
  await git('tag', '30.0.0');
  await git('checkout', '--quiet', '-b', 'feature');
});

afterAll(async () => {
  for (const reference of built) await docker.getImage(reference).remove();
  await (lockBefore === undefined ? rm(lock, { force: true }) : writeFile(lock, lockBefore));
  await rm(folder, { recursive: true });
});

describe('a source in git', () => {
  const sets = (): string[] => [`sources.keystone.git=${repository}`, 'sources.keystone.ref=feature'];
  const asked = (): string[] => sets().flatMap((set) => ['--set', set]);

  test('a plan does not look for it, and says who does', async () => {
    const result = await ccp(['images', 'list', ...asked()], { env });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(/SOURCE_UNLOCKED[\s\S]*ccp fetch/);
  });

  test('is locked by fetch; a new commit moves nothing before the next fetch', async () => {
    await git('commit', '--quiet', '--allow-empty', '--message', `one ${Date.now()}`);
    const [first] = await ccpJson<{ to: string; state: string }[]>(['fetch', '-o', 'json', ...asked()], 0, { env });
    expect(first).toMatchObject({ to: await git('rev-parse', 'HEAD'), state: 'new' });
    const before = (await ccp(['build', '--print', 'keystone', ...asked()], { env })).stdout;
    expect(before).toContain('CCP_SOURCE_VERSION="30.0.1.dev1+g');
    await git('commit', '--quiet', '--allow-empty', '--message', 'two');
    expect((await ccp(['build', '--print', 'keystone', ...asked()], { env })).stdout).toBe(before);
  });

  test('after a new commit and fetch only keystone is built, and why is said', async () => {
    const [moved] = await ccpJson<unknown[]>(['fetch', '-o', 'json', ...asked()], 0, { env });
    expect(moved).toMatchObject({ state: 'moved', commits: 1, version: expect.stringMatching(/^30\.0\.1\.dev2\+g/) });
    const changed = await build(...sets());
    expect(changed.map(({ name }) => name)).toEqual(['keystone']);
    expect(changed[0]?.reason).toMatch(/source \S+ -> 30\.0\.1\.dev2\+g[0-9a-f]{12}/);
    expect(changed[0]?.reference).toContain('/keystone:30.0.1.dev2_g');
    expect(await build(...sets())).toEqual([]);
  });

  test('a ref that does not exist names a near one', async () => {
    const result = await ccp(['fetch', '--set', `sources.keystone.git=${repository}`, '--set', 'sources.keystone.ref=featur'], { env });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('Did you mean "feature"?');
  });
});

describe('a source distribution of the index', () => {
  const wrong = '0123456789abcdef'.repeat(4);
  const refused = async (version: string): Promise<string> => {
    const { exitCode, stderr } = await ccp(['build', '-c', 'keystone', '--set', `sources.keystone.version=${version}`, '--set', `sources.keystone.sha256=${wrong}`], { env });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('BUILD_FAILED: Image keystone')]);
    return stderr;
  };

  test('is not built when its hash is not the pinned one: both are told, and what to do', async () => {
    const told = await refused('30.0.0');
    expect(told).toMatch(new RegExp(`Expected sha256 ${wrong}\\s[^]*Got +[0-9a-f]{64}\\s[^]*hint: .*sources\\.<project>\\.sha256`));
    const images = await ccpJson<{ name: string; action: string }[]>(['images', 'list', '-o', 'json', '--set', 'sources.keystone.version=30.0.0', '--set', `sources.keystone.sha256=${wrong}`], 0, { env });
    expect(images.find(({ name }) => name === 'keystone')?.action).toBe('build');
  });

  test('of a version that does not exist is told with those that do', async () => {
    expect(await refused('99.0.0')).toMatch(/from versions: [^)]*30\.0\.0[^]*hint: The index has no such version/);
  });
});

test('a folder is built with what is not committed, and with the patches of the environment', async () => {
  await writeFile(join(repository, 'keystone/uncommitted.py'), '');
  const patches = join(folder, 'good-patches');
  await mkdir(join(patches, 'keystone'), { recursive: true });
  await writeFile(join(patches, 'keystone/new-file.patch'), '--- /dev/null\n+++ b/keystone/patched.py\n@@ -0,0 +1,1 @@\n+PATCHED = True\n');
  const changed = await build(`sources.keystone.directory=${repository}`, `builder.patches=${patches}`);
  expect(changed.map(({ name }) => name)).toEqual(['keystone']);
  const installed = (await filesOf(changed[0]?.reference ?? '')).filter((file) => /site-packages\/keystone\/(uncommitted|patched)\.py$/.test(file));
  expect(installed).toHaveLength(2);
});

test('a patch that does not apply is told with file and hunk before anything is built', async () => {
  const patches = join(folder, 'patches/keystone');
  await mkdir(patches, { recursive: true });
  await appendFile(join(patches, 'bad.patch'), '--- a/setup.py\n+++ b/setup.py\n@@ -1,1 +1,1 @@\n-not in it\n+nor this\n');
  const result = await ccp(['build', '--set', `sources.keystone.directory=${repository}`, '--set', `builder.patches=${join(folder, 'patches')}`], { env });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toMatch(/PATCH_FAILED: bad\.patch does not apply: hunk 1 of setup\.py[\s\S]*bad\.patch:3/);
});
