import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, components, kubectl, start, stateDirectory } from './harness/ccp.ts';
import { leftOf } from './harness/docker.ts';
import { shows } from './harness/shows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
});
afterAll(() => rm(folder, { recursive: true }));

const expiration = (seconds: number): string[] => ['--set', `services.keystone.config.tokenExpiration=${seconds}`];

describe('deploy', () => {
  test('the second of two at once says who holds the lease; the first ends well', async () => {
    const first = start(['deploy', ...expiration(1700)]);
    await shows(first.child, /service keystone/);
    const second = await ccp(['deploy', ...expiration(1600)]);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain('DEPLOY_LOCKED');
    expect(second.stderr).toContain(`process ${first.child.pid}`);
    expect((await first.ended).exitCode).toBe(0);
  });

  test('Ctrl-C ends it in order; the next run continues', async () => {
    const { child, ended } = start(['deploy', ...expiration(1500)]);
    await shows(child, /service keystone/);
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    expect((await ccp(['deploy'])).exitCode).toBe(0);
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });

  test('killed without warning, the lease is taken over at once and the next run continues', async () => {
    const { child, ended } = start(['deploy', ...expiration(1400)]);
    await shows(child, /service keystone/);
    child.kill('SIGKILL');
    await ended;
    expect((await ccp(['deploy'])).exitCode).toBe(0);
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });

  test('a pod that cannot start fails fast with its reason and its log; the way back works', async () => {
    const file = join(folder, 'crashing.yaml');
    await writeFile(file, `environment: {name: crashing}\nkubernetes: {kubeconfig: ${stateDirectory}/kubeconfig}\nregistry: {address: "127.0.0.1:15100"}\n`);
    const run = (...args: string[]): ReturnType<typeof ccp> => ccp(['--directory', fileURLToPath(new URL('./fixtures/crashing', import.meta.url)), ...args], { config: file });
    const failed = await run('deploy');
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain('DEPLOY_FAILED');
    expect(failed.stderr).toContain('exit code 3');
    expect(failed.stderr).toContain('cannot open the safe');
    expect(failed.seconds).toBeLessThan(300);
    const status = await run('status');
    expect([status.exitCode, status.stdout]).toEqual([1, expect.stringContaining('failed')]);
    const back = await run('deploy', '--set', 'services.crasher.config.crash=false');
    expect([back.exitCode, back.stderr]).toEqual([0, expect.any(String)]);
    expect((await run('down')).exitCode).toBe(0);
    expect(await kubectl('get', 'nodes', '--show-labels')).not.toContain('crashing.ccp.io');
  });
});

describe('cluster', () => {
  test('Ctrl-C while it is made; the next run finishes it; down leaves nothing', async () => {
    const file = join(folder, 'interrupted.yaml');
    await writeFile(file, `${components}environment: {name: stopped}\ninstaller: {subnet: 172.31.85.0/24, externalSubnet: null, apiPort: 16643, registryPort: 15300, unsafeNoFsync: true}\n`);
    // An interrupted run of the tests may have left one.
    expect((await ccp(['cluster', 'down'], { config: file })).exitCode).toBe(0);
    const { child, ended } = start(['cluster', 'up'], { config: file });
    await shows(child, /kubeadm|control plane/i);
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    const again = await ccp(['cluster', 'up'], { config: file });
    expect([again.exitCode, again.stderr]).toEqual([0, expect.any(String)]);
    expect((await ccp(['cluster', 'down'], { config: file })).exitCode).toBe(0);
    expect(await leftOf('ccp-stopped')).toEqual([]);
  });
});
