import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, ccpJson, config, root, stateDirectory, type Result } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { until } from './harness/until.ts';

const fixture = fileURLToPath(new URL('./fixtures/repositories', import.meta.url));
const container = 'ccp-e2e-git-server';
const review = 'refs/changes/34/1234/5';
const lock = `${stateDirectory}/sources.lock.yaml`;

/** git brings no ssh, and `npm test` installs it where it may: without one what needs it is skipped, by name. */
const hasSsh = (await execa('ssh', ['-V'], { reject: false })).exitCode === 0;

let folder: string;
let address: string;
let lockBefore: Buffer | undefined;

async function git(...args: string[]): Promise<string> {
  const author = ['-c', 'user.name=tests', '-c', 'user.email=tests@ccp.example'];
  return (await execa('git', [...author, ...args], { cwd: join(folder, 'srv/keystone') })).stdout;
}

/** A branch, a tag and a review, each with a commit of its own. */
async function makeRepository(): Promise<void> {
  await mkdir(join(folder, 'srv/keystone'), { recursive: true });
  await git('init', '--quiet', '--initial-branch', 'main');
  await writeFile(join(folder, 'srv/keystone/setup.py'), '');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'release');
  await git('tag', '--annotate', '--message', 'release', '30.0.0');
  await git('checkout', '--quiet', '-b', 'feature');
  await git('commit', '--quiet', '--allow-empty', '--message', 'feature');
  await git('commit', '--quiet', '--allow-empty', '--message', 'review');
  await git('update-ref', review, 'HEAD');
  await git('reset', '--quiet', '--hard', 'HEAD~');
}

/** Runs the server beside the cluster and returns its address. */
async function startServer(): Promise<string> {
  const { images } = await ccpJson<{ images: { name: string; reference: string }[] }>(['--directory', fixture, 'build', '-c', 'fixture-git-server', '-o', 'json'], 0, { config: join(fixture, 'ccp.yaml') });
  const image = images.find(({ name }) => name === 'fixture-git-server')?.reference ?? '';
  await docker.getContainer(container).remove({ force: true }).catch(() => undefined);
  await mkdir(join(folder, 'exchange'));
  const running = await docker.createContainer({ name: container, Image: image, User: '0:0', HostConfig: { Binds: [`${folder}/srv:/srv:ro`, `${folder}/exchange:/exchange`] } });
  await running.start();
  const ip = Object.values((await running.inspect()).NetworkSettings.Networks)[0]?.IPAddress ?? '';
  const answers = { env: { GIT_SSL_CAINFO: join(folder, 'exchange/certificate.pem') } };
  await until('the server answers', 30, () => execa('git', ['ls-remote', `https://${ip}/git/keystone`], answers));
  return ip;
}

/** What a user sets up by hand before: a key, the host's key and the authority of the server. */
function trusting({ knownHosts = 'known_hosts', key = 'key', certificate = 'certificate.pem' } = {}): Record<string, string> {
  const of = (name: string): string => join(folder, 'exchange', name);
  const ssh = `ssh -F none -o UserKnownHostsFile=${of(knownHosts)} -o GlobalKnownHostsFile=none -o IdentitiesOnly=yes -o IdentityAgent=none -i ${of(key)}`;
  return { XDG_CACHE_HOME: join(folder, 'cache'), GIT_SSH_COMMAND: ssh, ...(certificate === '' ? {} : { GIT_SSL_CAINFO: of(certificate) }) };
}

const ssh = (): string => `ssh://git@${address}/srv/keystone`;
const https = (path = 'git/keystone'): string => `https://${address}/${path}`;
const words = (url: string, ref: string): string[] => ['fetch', '--set', `sources.keystone.git=${url}`, '--set', `sources.keystone.ref=${ref}`];

/** Fetches what cannot be had; the fault is one that a user can read, and soon there. */
async function refused(url: string, env: Record<string, string>, ref = 'feature'): Promise<Result> {
  const result = await ccp(words(url, ref), { env });
  expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('SOURCE_FAILED') });
  expect(result.stderr).not.toMatch(/^\s+at \S.*:\d+:\d+\)?$/m);
  expect(result.seconds).toBeLessThan(20);
  return result;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-remotes-'));
  lockBefore = await readFile(lock).catch(() => undefined);
  await makeRepository();
  address = await startServer();
  await writeFile(join(folder, 'exchange/empty'), '');
});

afterAll(async () => {
  await docker.getContainer(container).remove({ force: true }).catch(() => undefined);
  await (lockBefore === undefined ? rm(lock, { force: true }) : writeFile(lock, lockBefore));
  await rm(folder, { recursive: true });
});

describe.each([['ssh', ssh], ['https', https]])('a repository over %s', (transport, url) => {
  const given = transport === 'https' || hasSsh ? test : test.skip;
  given.each([['feature', 'feature'], ['30.0.0', '30.0.0^{commit}'], [review, review]])('%s is locked as its commit', async (ref, commit) => {
    const [locked] = await ccpJson<unknown[]>([...words(url(), ref), '-o', 'json'], 0, { env: trusting() });
    expect(locked).toMatchObject({ to: await git('rev-parse', commit) });
  });

  given('a ref that is missing is told with a near one', async () => {
    expect((await refused(url(), trusting(), 'featur')).stderr).toContain('Did you mean "feature"?');
  });

  given('a repository that is missing is told', async () => {
    expect((await refused(`${url()}-none`, trusting())).stderr).toContain('there is no git repository');
  });
});

describe('a server that is not trusted, or does not trust', () => {
  const withSsh = hasSsh ? test : test.skip;

  withSsh.each([
    ['an unknown host key', { knownHosts: 'empty' }, /the host key of the server is not known[^]*Connect once by hand/],
    ['another host key than before', { knownHosts: 'changed' }, /the host key of the server is not the known one[^]*ssh-keygen -R/],
    ['a key that the server does not know', { key: 'stranger' }, /access is denied[^]*SSH key/],
  ])('ssh: %s', async (_name, settings, expected) => {
    expect((await refused(ssh(), trusting(settings))).stderr).toMatch(expected);
  });

  withSsh('ssh asks nothing, even at a terminal', async () => {
    const command = ['node', `${root}packages/ccp-core/bin/ccp.js`, '--config', config, '--format', 'plain', ...words(ssh(), 'feature')].join(' ');
    const result = await execa('script', ['--quiet', '--return', '--command', command, '/dev/null'], { cwd: root, env: trusting({ knownHosts: 'empty' }), reject: false, timeout: 20_000 });
    expect(result).toMatchObject({ timedOut: false, exitCode: 1, stdout: expect.stringContaining('the host key of the server is not known') });
  });

  test('ssh: no program for it', async () => {
    expect((await refused(ssh(), { ...trusting(), GIT_SSH_COMMAND: 'ssh-that-is-not-there' })).stderr).toMatch(/there is no ssh[^]*openssh-client/);
  });

  test('https: a certificate of an unknown authority', async () => {
    expect((await refused(https(), trusting({ certificate: '' }))).stderr).toMatch(/the certificate of the server is not trusted[^]*http\.sslCAInfo/);
  });

  test('https: a login is needed', async () => {
    expect((await refused(https('private/keystone'), trusting())).stderr).toMatch(/access is denied[^]*credential helper/);
  });

  test('https: a password in the address is refused and not shown', async () => {
    const { exitCode, stdout, stderr } = await ccp(words(`https://me:hunter2@${address}/private/keystone`, 'feature'), { env: trusting() });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('holds a password')]);
    expect(stdout + stderr).not.toContain('hunter2');
  });
});
