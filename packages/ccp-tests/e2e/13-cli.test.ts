import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { ccp, ccpJson, kubectl, start } from './harness/ccp.ts';
import { openrc } from './harness/identity.ts';
import { until } from './harness/until.ts';

interface Difference {
  changes: boolean;
  services: { service: string; objects: { kind: string; name: string; changes: { path: string; from: unknown; to: unknown }[] }[]; files: { file: string; keys: { path: string; from: unknown; to: unknown }[] }[] }[];
}

const namespace = ['-n', 'ccp-e2e'];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('an object edited by hand', () => {
  test('is shown by diff, field by field, and taken back by deploy', async () => {
    const selector = ['get', 'service', 'keystone', '-o', 'jsonpath={.spec.selector.ccp\\.io/workload}'];
    await kubectl(...namespace, 'patch', 'service', 'keystone', '--type=merge', '-p', '{"spec": {"selector": {"ccp.io/workload": "nobody"}}}');
    const difference = await ccpJson<Difference>(['diff', '--check', '-o', 'json'], 3);
    expect(difference.services.map(({ service }) => service)).toEqual(['keystone']);
    expect(difference.services[0]?.objects).toEqual([expect.objectContaining({ kind: 'Service', name: 'keystone', changes: [{ path: 'spec.selector.ccp.io/workload', from: 'nobody', to: 'keystone' }] })]);
    expect((await ccp(['diff', 'mariadb', '--check'])).exitCode).toBe(0);
    expect((await ccp(['deploy', '-c', 'keystone'])).exitCode).toBe(0);
    expect(await kubectl(...namespace, ...selector)).toBe('keystone');
    expect(await ccp(['diff', '--check'])).toMatchObject({ exitCode: 0, stdout: 'No differences.' });
  });

  test('a changed option is shown by its name, and no secret with it', async () => {
    const difference = await ccpJson<Difference>(['diff', '-o', 'json', '--set', 'services.keystone.config.tokenExpiration=1800']);
    expect(difference.services[0]?.files).toContainEqual(expect.objectContaining({ file: 'keystone.conf', keys: [{ path: 'token.expiration', from: '3600', to: '1800' }] }));
    expect(JSON.stringify(difference)).not.toContain((await openrc())['OS_PASSWORD']);
  });
});

describe('what would be applied', () => {
  test('is written as YAML that the server accepts; values are in Secrets of mode 0600 only', async () => {
    const out = join(folder, 'out');
    const result = await ccp(['deploy', '--dry-run', '--export-dir', out]);
    expect([result.exitCode, result.stdout]).toEqual([0, expect.stringMatching(/The server accepts all \d+ objects[^]*Wrote \d+ files/)]);
    const { OS_PASSWORD: password = '' } = await openrc();
    const files = (await readdir(out)).sort();
    expect(files[0]).toBe('000-environment-namespace-ccp-e2e.yaml');
    for (const file of files) {
      const { kind, data } = parse(await readFile(join(out, file), 'utf8')) as { kind: string; data?: Record<string, string> };
      const { mode } = await stat(join(out, file));
      expect([file, (mode & 0o777).toString(8)]).toEqual([file, kind === 'Secret' ? '600' : '644']);
      if (kind !== 'Secret') expect(JSON.stringify(data ?? {})).not.toContain(password);
    }
    const applied = await kubectl('apply', '--dry-run=server', '-f', out);
    expect(applied.split('\n').filter((line) => line.endsWith('(server dry run)'))).toHaveLength(files.length);
    expect((await ccp(['deploy', '--dry-run', '--export-dir', out])).exitCode).toBe(2);
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });

  test('what a service needs must be there', async () => {
    const result = await ccp(['deploy', '-c', 'keystone', '--dry-run'], { config: await elsewhere() });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('keystone needs mariadb, memcached');
  });

  /** An environment that was never deployed and has no cluster. */
  async function elsewhere(): Promise<string> {
    const file = join(folder, 'elsewhere.yaml');
    await writeFile(file, 'environment: {name: never-made}\n');
    return file;
  }
});

describe('a snapshot', () => {
  test('holds objects, status and logs, and no secret value', async () => {
    const file = join(folder, 'snapshot.tar.gz');
    const snapshot = await ccpJson<{ files: string[]; missing: unknown[] }>(['snapshot', file, '-o', 'json']);
    expect(snapshot.missing).toEqual([]);
    expect(snapshot.files).toEqual(expect.arrayContaining(['configuration.yaml', 'status.yaml', 'plan.yaml', 'kubernetes/environment/Event.yaml', 'kubernetes/cluster/Node.yaml', 'host/engine.yaml', expect.stringMatching(/^logs\/keystone-[^/]+\/.+\.log$/), 'logs/mariadb-0/mariadb.log']));
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
    const text = gunzipSync(await readFile(file)).toString();
    expect(text).toContain('service: keystone');
    const { data } = JSON.parse(await kubectl(...namespace, 'get', 'secret', 'ccp-secrets', '-o', 'json')) as { data: Record<string, string> };
    const values = Object.entries(data).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()] as const);
    expect(values.map(([name]) => name)).toContain('keystone.admin-password');
    expect(values.filter(([, value]) => text.includes(value)).map(([name]) => name)).toEqual([]);
  });
});

describe('questions', () => {
  test('dependencies, one line, without those that were asked for', async () => {
    expect(await ccp(['show-dep', 'keystone'])).toMatchObject({ exitCode: 0, stdout: 'mariadb memcached' });
    const wrong = await ccp(['show-dep', 'keyston']);
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean "keystone"?')]);
  });

  test('a service, what it waits for and how that is', async () => {
    const explained = await ccpJson<{ state: string; needs: { from: string; state: string }[]; jobs: { need: string; state: string }[]; pods: { state: string }[] }>(['explain', 'keystone', '-o', 'json']);
    expect(explained.state).toBe('ready');
    expect(explained.needs.map(({ from, state }) => [from, state]).sort()).toEqual([['mariadb', 'ready'], ['memcached', 'ready']]);
    expect(explained.jobs.map(({ state }) => state)).toEqual(explained.jobs.map(() => 'ready'));
    expect(explained.pods).toHaveLength(1);
    const key = await ccpJson<{ value: unknown; setAt: string }>(['explain', 'installer.subnet', '-o', 'json']);
    expect(key.setAt).toMatch(/ccp\.yaml:\d+:\d+$/);
  });

  test('why an image is as it is, and where the cloud is reached', async () => {
    expect(await ccpJson(['images', 'why', 'keystone', '-o', 'json'])).toMatchObject({ name: 'keystone', action: 'present' });
    const [endpoint] = await ccpJson<{ service: string; host: string; url: string }[]>(['domains', 'list', '-o', 'json']);
    expect(endpoint).toMatchObject({ service: 'keystone', url: expect.stringContaining(endpoint?.host ?? '-') });
    expect(await ccp(['domains', 'list', '-o', 'name'])).toMatchObject({ stdout: endpoint?.host });
  });

  test.each([[['status']], [['plan']], [['diff']], [['images', 'list']], [['domains', 'list']], [['cluster', 'status']]])(
    '%j prints valid JSON, the same as YAML, and names',
    async (words) => {
      const [json, yaml, names] = await Promise.all(['json', 'yaml', 'name'].map((form) => ccp([...words, '-o', form])));
      expect([json?.exitCode, yaml?.exitCode, names?.exitCode]).toEqual([0, 0, 0]);
      expect(shape(parse(yaml?.stdout ?? ''))).toEqual(shape(JSON.parse(json?.stdout ?? '')));
      expect(names?.stdout ?? '').toMatch(/^([\w.:/-]+(\n|$))*$/);
    },
  );

  test('the host and the cluster have what is needed; a rights check asks the server', async () => {
    const { exitCode, stdout } = await ccp(['doctor']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/docker engine +ok[^]*cluster +ok +v1\.35[^]*rights +ok/)]);
  });

  test('in one word, as a stream, and from the pods themselves', async () => {
    expect(await ccp(['status', '--short'])).toMatchObject({ exitCode: 0, stdout: 'ready' });
    const watching = start(['status', '--watch']);
    let seen = '';
    watching.child.stdout?.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    try {
      await until('the status on the screen', 30, async () => (/keystone +1\/1 +ready/.test(seen) ? true : undefined));
    } finally {
      watching.child.kill('SIGINT');
    }
    // What was shown last counts.
    expect((await watching.ended).exitCode).toBe(0);
    expect(await ccp(['logs', 'keystone', '--lines', '5'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^keystone-\S+ .*GET \/v3/m) });
    expect(await ccp(['logs', 'keystone', '--jobs'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^keystone-db-sync-\S+ /m) });
    const wrong = await ccp(['logs', 'keyston']);
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean "keystone"?')]);
  });

  test('what can be run, with its parameters; the images and what they are made from; how to reach the cluster', async () => {
    const actions = await ccpJson<{ name: string; service: string }[]>(['action', 'list', '-o', 'json']);
    expect(actions).toContainEqual(expect.objectContaining({ name: 'keystone-db-sync', service: 'keystone' }));
    expect((await ccp(['action', 'show', 'keystone-db-sync'])).stdout).toMatch(/phase +all\|expand\|contract\|check +"all"/);
    expect((await ccp(['images', 'tree'])).stdout).toMatch(/debian-base[^]*openstack-base[^]*keystone/);
    const { clusters } = parse((await ccp(['cluster', 'kubeconfig'])).stdout) as { clusters: { cluster: { server: string } }[] };
    expect(clusters.map(({ cluster }) => cluster.server)).toEqual(['https://127.0.0.1:16543']);
  });

  /** Keys alone: times differ from call to call. */
  function shape(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(shape);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)])) : typeof value;
  }
});
