import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ccp, ccpJson, kubectl } from './harness/ccp.ts';
import { hostClient, podClient, type ClientReport } from './harness/token-clients.ts';
import { until } from './harness/until.ts';

const two = ['--set', 'replicas.keystone=2'];
const shorter = ['--set', 'services.keystone.config.tokenExpiration=1800'];
/** Calls that each client makes at least. */
const least = 300;

interface Pods {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly deletionTimestamp?: string }; readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } }[];
}

interface Status {
  readonly services: readonly { readonly service: string; readonly ready: number; readonly wanted: number; readonly state: string }[];
}

async function readyPods(): Promise<string[]> {
  const { items } = JSON.parse(await kubectl('-n', 'ccp-e2e', 'get', 'pods', '-l', 'ccp.io/workload=keystone', '-o', 'json')) as Pods;
  const ready = items.filter((pod) => pod.metadata.deletionTimestamp === undefined && pod.status.conditions?.some((item) => item.type === 'Ready' && item.status === 'True'));
  return ready.map((pod) => pod.metadata.name).sort();
}

/** What clients on the host and in a pod see while `work` goes on, and until each has made enough calls. */
async function watched(work: () => Promise<unknown>): Promise<ClientReport[]> {
  const clients = await Promise.all([hostClient(), podClient()]);
  const began = performance.now();
  let reports: ClientReport[] = [];
  try {
    await work();
    await until('enough calls', 60, async () => (performance.now() - began > least * 105 ? true : undefined));
  } finally {
    reports = await Promise.all(clients.map((client) => client.stop()));
  }
  process.stderr.write(`clients: ${JSON.stringify(reports)}\n`);
  return reports;
}

beforeAll(async () => {
  await ccpJson(['deploy', '-o', 'json', ...two]);
});
afterAll(async () => {
  expect((await ccp(['deploy'])).exitCode).toBe(0);
});

describe('two replicas', () => {
  test('are two ready pods that answer', async () => {
    expect(await readyPods()).toHaveLength(2);
  });

  test('a deploy that replaces both loses no call', async () => {
    const before = await readyPods();
    const reports = await watched(() => ccpJson(['deploy', '-o', 'json', ...two, ...shorter]));
    expect((await readyPods()).filter((pod) => before.includes(pod))).toEqual([]);
    for (const report of reports) {
      expect(report.calls).toBeGreaterThanOrEqual(least);
      expect(report.failures).toEqual([]);
    }
  });

  test('one pod that is deleted costs two calls at most', async () => {
    const [pod = ''] = await readyPods();
    const reports = await watched(async () => {
      await kubectl('-n', 'ccp-e2e', 'delete', 'pod', pod, '--wait=false');
      await until('two pods are ready again', 120, async () => ((await readyPods()).length === 2 ? true : undefined));
    });
    expect(await readyPods()).not.toContain(pod);
    for (const report of reports) {
      expect(report.calls).toBeGreaterThanOrEqual(least);
      expect(report.failures.length).toBeLessThanOrEqual(2);
    }
  });

  test('are what the profile ha gives, to the cache as well, whose members all serve Keystone', async () => {
    await ccpJson(['deploy', '-o', 'json', '--set', 'profile=ha']);
    const { services } = await ccpJson<Status>(['status', '-o', 'json', '--set', 'profile=ha']);
    expect(services.map(({ service, ready, wanted, state }) => [service, ready, wanted, state])).toEqual([
      ['mariadb', 1, 1, 'ready'],
      ['memcached', 2, 2, 'ready'],
      ['keystone', 2, 2, 'ready'],
    ]);
    const [pod = ''] = await readyPods();
    expect(await kubectl('-n', 'ccp-e2e', 'exec', pod, '--', 'grep', '^memcache_servers', '/etc/keystone/keystone.conf')).toMatch(/memcached-0\..*memcached-1\./);
    const verified = await ccp(['verify', '--set', 'profile=ha']);
    expect([verified.exitCode, verified.exitCode === 0 ? '' : verified.stderr]).toEqual([0, '']);
  });
});
