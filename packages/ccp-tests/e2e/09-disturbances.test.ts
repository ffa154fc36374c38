import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ccp, kubectl, start, stateDirectory } from './harness/ccp.ts';
import { runIn } from './harness/docker.ts';
import { shows } from './harness/shows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
});
afterAll(() => rm(folder, { recursive: true }));

const expiration = (seconds: number): string[] => ['--set', `services.keystone.config.tokenExpiration=${seconds}`];

describe('in the middle of a deploy', () => {
  test('the API server is restarted: the deploy goes on by itself', async () => {
    const { child, ended } = start(['deploy', ...expiration(1900)]);
    await shows(child, /service keystone/);
    await runIn('ccp-e2e-1', 'sh', '-c', 'pkill -KILL -x kube-apiserver');
    const result = await ended;
    expect(result.exitCode === 0 ? '' : result.stderr).toBe('');
    expect((await ccp(['plan', '--check', ...expiration(1900)])).exitCode).toBe(0);
    expect((await ccp(['deploy'])).exitCode).toBe(0);
  });

  test('its namespace is deleted: it says so, and the next run makes everything anew', async () => {
    const config = join(folder, 'vanishing.yaml');
    await writeFile(config, `environment: {name: vanishing}\nkubernetes: {kubeconfig: ${stateDirectory}/kubeconfig}\nregistry: {address: "127.0.0.1:15100"}\n`);
    const crasher = ['--directory', fileURLToPath(new URL('./fixtures/crashing', import.meta.url)), '--set', 'services.crasher.config.crash=false'];
    const { child, ended } = start([...crasher, 'deploy', '--set', 'services.crasher.config.startSeconds=600'], { config });
    await shows(child, /not ready yet/);
    await kubectl('delete', 'namespace', 'ccp-vanishing', '--wait=false');
    const broken = await ended;
    expect(broken.exitCode).toBe(1);
    expect(broken.stderr).toMatch(/namespace (ccp-vanishing )?.*deleted/);
    expect(broken.stderr).toContain('Run ccp deploy again');
    const again = await ccp([...crasher, 'deploy'], { config });
    expect([again.exitCode, again.stderr]).toEqual([0, expect.any(String)]);
    expect((await ccp([...crasher, 'plan', '--check'], { config })).exitCode).toBe(0);
    expect((await ccp([...crasher, 'down'], { config })).exitCode).toBe(0);
  });
});

describe('clocks', () => {
  // All nodes of a local cluster share the clock of one kernel, so the client's is moved: what counts is the difference.
  test.each([
    ['ahead', 3600],
    ['behind', -3600],
  ])('with a client an hour %s, a deploy under way keeps its lease, and plan and status tell the truth', async (_, seconds) => {
    const skewed = { env: { NODE_OPTIONS: `--import ${fileURLToPath(new URL('./harness/skewed-clock.js', import.meta.url))}`, CLOCK_SKEW_SECONDS: String(seconds) } };
    const { child, ended } = start(['deploy', ...expiration(2000 + seconds / 100)]);
    await shows(child, /service keystone/);
    const second = await ccp(['deploy', ...expiration(2100)], skewed);
    expect([second.exitCode, second.stderr]).toEqual([1, expect.stringContaining('DEPLOY_LOCKED')]);
    expect((await ended).exitCode).toBe(0);
    expect((await ccp(['deploy'], skewed)).exitCode).toBe(0);
    expect((await ccp(['plan', '--check'], skewed)).exitCode).toBe(0);
    expect((await ccp(['status'], skewed)).stdout).not.toMatch(/\s-\d+[smhd]\b|NaN/);
  });
});

describe('the host', () => {
  test('a state folder that cannot be written is told with its path, without a stack', async () => {
    const result = await ccp(['--directory', '/proc', 'plan']);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toMatch(/^error [A-Z_]+: /m);
    expect(result.stderr).not.toMatch(/^\s+at (.+ \(|async |file:|node:)/m);
  });
});
