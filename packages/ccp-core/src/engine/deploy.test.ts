import { beforeEach, describe, expect, test } from '@jest/globals';
import type { V1Deployment } from '@kubernetes/client-node';
import type { EngineEvent } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { sampleDesired, sampleNodes } from '../testing/sample-desired.ts';
import { deploy } from './deploy.ts';
import type { DeployRun } from './deploy-run.ts';
import type { Desired } from './desired.ts';
import { planServices } from './plan-services.ts';
import { ensureSecrets } from './secrets.ts';

let cluster: FakeCluster;
beforeEach(async () => {
  cluster = fakeCluster(sampleNodes, { settled: true });
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
});

async function runOf(desired: Desired, more: Partial<DeployRun> = {}): Promise<DeployRun & { told: EngineEvent[] }> {
  const told: EngineEvent[] = [];
  const { plan, live } = await planServices(cluster, desired);
  const secrets = await ensureSecrets(cluster, 'local', 'ns', ['store.root', 'app.database-password']);
  return { cluster, desired, plan, live, secrets, events: (event) => told.push(event), signal: new AbortController().signal, told, ...more };
}

describe('deploy', () => {
  test('does not call a service ready by what was there before the change', async () => {
    await deploy(await runOf(await sampleDesired()));
    const changed = await sampleDesired(['services.app.config.expiration=1800']);
    const old = structuredClone(cluster.objects.get('Deployment app')) as unknown as V1Deployment;
    // The watch lags behind: it shows the new state only after somebody waited for a change.
    let waits = 0;
    const lagging: FakeCluster = {
      ...cluster,
      view: async (namespace) => {
        const view = await cluster.view(namespace);
        const workloads = (): ReturnType<typeof view.workloads> => (waits > 0 ? view.workloads() : view.workloads().map((item) => (item.metadata?.name === 'app' ? old : item)));
        return { ...view, workloads, changed: async () => void waits++ };
      },
    };
    await deploy(await runOf(changed, { cluster: lagging }));
    expect(waits).toBe(1);
  });

  test('removes what got out of use even when nothing else is to be done', async () => {
    await deploy(await runOf(await sampleDesired()));
    await cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'app-old', labels: { 'ccp.io/content': 'config' } } });
    const run = await runOf(await sampleDesired());
    expect(run.plan.changes).toBe(false);
    cluster.changes.length = 0;
    await deploy(run);
    expect(cluster.changes).toEqual(['remove Secret app-old']);
  });

  test('gives nodes the labels of their roles and takes away those of roles they no longer have', async () => {
    const labels = { 'local.ccp.io/compute': 'true', 'other.ccp.io/compute': 'true', 'kubernetes.io/os': 'linux' };
    const run = await runOf({ ...(await sampleDesired()), nodes: [{ name: 'n1', address: '10.0.0.1', labels }] });
    expect(run.plan.nodeLabels).toEqual([
      { node: 'n1', label: 'local.ccp.io/controller', action: 'add' },
      { node: 'n1', label: 'local.ccp.io/compute', action: 'remove' },
    ]);
    expect(run.plan.changes).toBe(true);
    await deploy(run);
    expect(cluster.changes.filter((change) => change.startsWith('label'))).toEqual(['label Node n1 local.ccp.io/controller=true', 'label Node n1 local.ccp.io/compute=']);
  });

  test('shows the last lines of a failed job without secret values', async () => {
    const given = await runOf(await sampleDesired());
    const password = given.secrets.value('app.database-password');
    const failing: FakeCluster = {
      ...cluster,
      create: async (object) => {
        const created = await cluster.create(object);
        const job = cluster.objects.get(`Job ${object.metadata.name}`);
        if (job === undefined) return created;
        const failed = { conditions: [{ type: 'Failed', status: 'True', message: `cannot use ${password}` }] };
        cluster.objects.set(`Job ${object.metadata.name}`, { ...job, status: failed });
        const labels = { 'batch.kubernetes.io/controller-uid': job.metadata.uid ?? '' };
        cluster.objects.set('Pod x', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', labels }, spec: { containers: [{ name: 'main' }] } });
        return created;
      },
      podLog: async () => [`connecting to mysql://app:${password}@store`, 'refused'],
    };
    await expect(deploy({ ...given, cluster: failing })).rejects.toMatchObject({
      code: 'DEPLOY_FAILED',
      message: expect.stringMatching(/: cannot use \*\*\*$/) as unknown,
      evidence: ['last lines of x/main:', '  connecting to mysql://app:***@store', '  refused'],
    });
    expect(JSON.stringify(given.told)).not.toContain(password);
  });

  test('says at once that somebody deletes the namespace, instead of waiting for what will never come', async () => {
    const going: FakeCluster = {
      ...cluster,
      create: async (object) => {
        const created = await cluster.create(object);
        cluster.objects.delete('Namespace ns');
        cluster.objects.delete(`Job ${object.metadata.name}`);
        return created;
      },
    };
    const run = await runOf(await sampleDesired(), { cluster: going });
    await expect(deploy(run)).rejects.toMatchObject({ code: 'DEPLOY_FAILED', message: expect.stringContaining('the namespace ns was deleted') as unknown });
  });

  describe('once it is stopped', () => {
    test.each([
      ['by a signal', undefined, 'INTERRUPTED'],
      ['by the loss of the lease', new CcpError('DEPLOY_LOCKED', 'process 7 on other is changing this environment'), 'DEPLOY_LOCKED'],
    ])('%s, nothing is changed any more and the reason is told', async (_, reason, code) => {
      const stop = new AbortController();
      const stopping: FakeCluster = {
        ...cluster,
        apply: async (object, options) => {
          const live = await cluster.apply(object, options);
          if (object.kind === 'Service') stop.abort(reason);
          return live;
        },
      };
      const run = await runOf(await sampleDesired(), { cluster: stopping, signal: stop.signal });
      await expect(deploy(run)).rejects.toMatchObject({ code });
      expect(cluster.changes.at(-1)).toMatch(/^apply Service store/);
      expect(cluster.changes.filter((change) => change.startsWith('apply Service '))).toHaveLength(1);
    });
  });
});
