import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, ccpJson, config, kubectl, type Result, start, stateDirectory } from './harness/ccp.ts';
import { tokenStatus } from './harness/identity.ts';
import { shows } from './harness/shows.ts';

interface Run {
  run: string;
  action: string;
  state: string;
  reason: string;
  log: string[];
}

const namespace = 'ccp-e2e';

async function issueToken(): Promise<string> {
  return (await ccpJson<{ id: string }>(['openstack', 'token', 'issue', '-f', 'json'])).id;
}

/** Digests of the token keys as the API server has them. */
async function fernetKeys(): Promise<string[]> {
  const { data } = JSON.parse(await kubectl('-n', namespace, 'get', 'secret', 'keystone-fernet-keys', '-o', 'json')) as { data: Record<string, string> };
  return Object.keys(data).sort();
}

describe('actions of Keystone', () => {
  test('keystone-db-sync runs to its end; its log stays; a deploy neither shows nor removes it; deleting removes all of it', async () => {
    const run = await ccpJson<Run>(['action', 'run', 'keystone-db-sync', '-p', 'phase=check', '-o', 'json']);
    expect(run).toMatchObject({ action: 'keystone-db-sync', state: 'succeeded' });
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
    expect((await ccp(['deploy'])).exitCode).toBe(0);
    const log = await ccp(['action', 'log', run.run]);
    expect([log.exitCode, log.stdout]).toEqual([0, expect.stringMatching(/up to date|upgrade/i)]);
    expect((await ccp(['action', 'delete', run.run])).exitCode).toBe(0);
    expect((await ccp(['action', 'status', run.run])).exitCode).toBe(2);
    expect(await kubectl('-n', namespace, 'get', 'secrets,jobs', '-o', 'name')).not.toContain(run.run);
  });

  test('what an action does not declare is refused with the nearest name, before anything is made', async () => {
    const result = await ccp(['action', 'run', 'keystone-db-sync', '-p', 'phse=all', '-p', 'phase=backwards']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('Did you mean "phase"?');
    expect(result.stderr).toContain('2 faults');
  });

  test('fernet-rotate: a token from before stays valid, and a second rotation waits for it', async () => {
    const token = await issueToken();
    const before = await fernetKeys();
    const run = await ccpJson<Run>(['action', 'run', 'fernet-rotate', '-o', 'json']);
    expect(run).toMatchObject({ state: 'succeeded', log: expect.arrayContaining([expect.stringMatching(/^done on 1 pods; keys: 0 \(staged\), 1, 2 \(primary\)$/)]) as unknown });
    expect([before, await fernetKeys()]).toEqual([['0', '1'], ['0', '1', '2']]);
    expect(await tokenStatus(token)).toBe(200);
    expect(await tokenStatus(await issueToken())).toBe(200);
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
    const again = await ccp(['action', 'run', 'fernet-rotate']);
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('would drop key 1')]);
    expect(await tokenStatus(token)).toBe(200);
  });
});

describe('an environment of its own', () => {
  const directory = fileURLToPath(new URL('./fixtures/actions', import.meta.url));
  let folder: string;
  let run: (...args: string[]) => Promise<Result>;
  let options: { config: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
    options = { config: join(folder, 'ccp.yaml') };
    const registry = /registryPort: (\d+)/.exec(await readFile(config, 'utf8'))?.[1];
    await writeFile(options.config, `environment: {name: worker}\nkubernetes: {kubeconfig: ${stateDirectory}/kubeconfig}\nregistry: {address: "127.0.0.1:${registry}"}\n`);
    run = (...args) => ccp(['--directory', directory, ...args], options);
    const deployed = await run('deploy');
    expect([deployed.exitCode, deployed.stderr]).toEqual([0, expect.any(String)]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('a run that fails is told with its exit code and last words', async () => {
    const failed = await ccpJson<Run>(['--directory', directory, 'action', 'run', 'work', '-p', 'exit=3', '-o', 'json'], 1, options);
    expect(failed).toMatchObject({ state: 'failed', reason: 'exit code 3: the tool broke', log: ['begun', 'the tool broke'] });
  });

  test('Ctrl-C leaves a run going and says how to follow it; following it shows all of it', async () => {
    const { child, ended } = start(['--directory', directory, 'action', 'run', 'work', '-p', 'seconds=8'], options);
    await shows(child, /job work-/);
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped.exitCode).toBe(130);
    const [, name = ''] = /ccp action log (work-[0-9a-f]{8}) -f/.exec(stopped.stderr) ?? [];
    const log = await run('action', 'log', name, '-f');
    expect([log.exitCode, log.stdout]).toEqual([0, 'begun\nthe tool broke']);
    const [state] = await ccpJson<Run[]>(['--directory', directory, 'action', 'status', name, '-o', 'json'], 0, options);
    expect(state?.state).toBe('succeeded');
  });

  test('cleanup insists on being told, lists first, and leaves the cluster', async () => {
    const unasked = await run('cleanup');
    expect([unasked.exitCode, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    const listed = await run('cleanup', '--dry-run');
    expect([listed.exitCode, listed.stdout]).toEqual([0, expect.stringContaining('namespace ccp-worker')]);
    expect(await kubectl('get', 'namespaces', '-o', 'name')).toContain('ccp-worker');
    const done = await run('cleanup', '--yes');
    expect([done.exitCode, done.stdout]).toEqual([0, expect.stringContaining('the cluster stays')]);
    expect(await kubectl('get', 'namespaces', '-o', 'name')).not.toContain('ccp-worker');
    expect(await kubectl('get', 'nodes', '--show-labels')).not.toContain('worker.ccp.io');
    expect((await run('cleanup', '--yes')).stdout).toContain('Nothing to do');
  });
});

describe('cleanup of a cloud', () => {
  test('asks Keystone what tenants made', async () => {
    const listed = await ccp(['cleanup', '--dry-run']);
    expect([listed.exitCode, listed.stdout]).toEqual([0, expect.stringContaining('Keystone answers')]);
    expect(listed.stdout).toContain('stays with its data');
  });

  test('without an answer of Keystone nothing is deleted', async () => {
    const result = await ccp(['cleanup', '--yes', '--auth-url', 'http://127.0.0.1:9']);
    expect([result.exitCode, result.stderr]).toEqual([1, expect.stringContaining('--skip-os-cleanup')]);
    expect(await kubectl('get', 'namespaces', '-o', 'name')).toContain(namespace);
  });
});
