import { beforeEach, describe, expect, test } from '@jest/globals';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { sampleDesired as desired, sampleNodes as nodes } from '../testing/sample-desired.ts';
import { objectsOf, type KubeObject } from '../render/index.ts';
import type { Desired } from './desired.ts';
import { planServices } from './plan-services.ts';

let cluster: FakeCluster;
beforeEach(async () => {
  cluster = fakeCluster(nodes);
  const state = await desired();
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
  for (const object of state.environmentObjects) await cluster.apply(object);
  for (const service of state.services) {
    for (const name of Object.keys(service.liveSecrets)) await cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name } });
    for (const object of objectsOf(service).filter(({ kind }) => kind !== 'Job')) await cluster.apply(object);
    for (const job of service.jobs) {
      if (job.config !== undefined) await cluster.apply(job.config);
      cluster.objects.set(`Job ${job.object.metadata.name}`, { ...job.object, status: { conditions: [{ type: 'Complete', status: 'True' }] } });
    }
  }
  cluster.objects.set('Pod app-1', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app-1', labels: { 'ccp.io/workload': 'app' } }, spec: {} });
});

describe('plan', () => {
  test('what is deployed as configured has no changes', async () => {
    const { plan } = await planServices(cluster, await desired());
    expect(plan.changes).toBe(false);
  });

  test('one changed key names its service, the key and the pods, and runs no job again', async () => {
    const { plan } = await planServices(cluster, await desired(['services.app.config.expiration=1800']));
    const changed = plan.services.filter((service) => service.action !== 'unchanged');
    expect(changed.map((service) => service.service)).toEqual(['app']);
    expect(changed[0]?.configKeys).toEqual([{ path: 'services.app.config.expiration', from: 3600, to: 1800 }]);
    expect(changed[0]?.restarts).toEqual(['app-1']);
    expect(changed[0]?.jobs.every((job) => job.action === 'done')).toBe(true);
  });

  test('a changed secret in the options of a file is noticed, and neither the plan nor a workload holds it', async () => {
    const withPassword = (password: string): Promise<Desired> => desired([`services.app.files.'app.conf'.ldap.password=${password}`, "services.app.files.'app.conf'.ldap.user=reader"]);
    const [before, after] = [await withPassword('hunter2hunter2'), await withPassword('hunter3hunter3')];
    for (const object of before.services.flatMap(objectsOf).filter(({ kind }) => kind === 'Deployment')) {
      expect(object.metadata.annotations?.['ccp.io/overrides']).toMatch(/^\{"files":\{"app\.conf":\{"ldap":\{"password":"sha256:[0-9a-f]{8}","user":"reader"\}\}\}\}$/);
      await cluster.apply(object);
    }
    const keys = async (state: Desired): Promise<unknown> => (await planServices(cluster, state)).plan.services.find(({ service }) => service === 'app')?.configKeys;
    expect(await keys(before)).toEqual([]);
    expect(await keys(after)).toEqual([{ path: "services.app.files.'app.conf'.ldap.password", from: '***', to: '***' }]);
    expect(JSON.stringify((await planServices(cluster, after)).plan)).not.toMatch(/hunter/);
  });

  test('a secret that an older annotation holds is in no plan', async () => {
    const [app] = (await desired()).services.flatMap(objectsOf).filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'app');
    const annotations = { ...app?.metadata.annotations, 'ccp.io/overrides': '{"files":{"app.conf":{"ldap":{"password":"hunter2"}}}}' };
    await cluster.apply({ ...(app as KubeObject), metadata: { ...(app as KubeObject).metadata, annotations } });
    const { plan } = await planServices(cluster, await desired());
    expect(plan.services.find(({ service }) => service === 'app')?.configKeys).toEqual([{ path: "services.app.files.'app.conf'.ldap.password", from: '***', to: undefined }]);
    expect(JSON.stringify(plan)).not.toMatch(/hunter/);
  });

  test('a new image runs the jobs of its own image again, not those of the capability', async () => {
    const { plan } = await planServices(cluster, await desired([], 'k2'));
    const jobs = plan.services.find((service) => service.service === 'app')?.jobs;
    expect(jobs?.map((job) => [job.job, job.action])).toEqual([['db-create', 'done'], ['db-sync', 'run'], ['greet', 'run']]);
  });

  test('an Ingress in the place of a node port, and the way back', async () => {
    const enabled = await desired(['endpoints.ingress.enabled=true', 'endpoints.ingress.domain=cloud.example']);
    const { plan } = await planServices(cluster, enabled);
    const objects = plan.services.find(({ service }) => service === 'app')?.objects;
    expect(objects).toContainEqual({ kind: 'Ingress', name: 'app', action: 'create', changes: [] });
    expect(plan.prune).toEqual([expect.objectContaining({ kind: 'Service', name: 'app-public' })]);
    for (const object of enabled.services.flatMap(objectsOf).filter(({ kind }) => kind === 'Ingress')) await cluster.apply(object);
    expect((await planServices(cluster, await desired())).plan.prune).toEqual([expect.objectContaining({ kind: 'Ingress', name: 'app' })]);
  });

  test('a failed job is made again', async () => {
    const state = await desired();
    const name = state.services.flatMap((service) => service.jobs).find((job) => job.job === 'db-sync')?.object.metadata.name ?? '';
    cluster.objects.set(`Job ${name}`, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, status: { conditions: [{ type: 'Failed', status: 'True' }] } });
    const { plan } = await planServices(cluster, state);
    expect(plan.services.find((service) => service.service === 'app')?.objects).toContainEqual({ kind: 'Job', name, action: 'recreate', changes: [] });
  });

  test('a config object that a revision names stays, others go; key material always stays', async () => {
    const secret = (name: string, labels: Record<string, string>): void => void cluster.objects.set(`Secret ${name}`, { apiVersion: 'v1', kind: 'Secret', metadata: { name, labels } });
    secret('app-old', { 'ccp.io/content': 'config' });
    secret('app-older', { 'ccp.io/content': 'config' });
    secret('somebody-elses-keys', {});
    cluster.objects.set('ReplicaSet app-r1', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'app-r1' }, spec: { secretName: 'app-old' } });
    const { plan } = await planServices(cluster, await desired());
    expect(plan.prune).toEqual([{ kind: 'Secret', name: 'app-older' }]);
  });

  describe('an old Job', () => {
    const old = (status: object): void => {
      const labels = { 'ccp.io/job': 'db-sync' };
      const template = { metadata: { labels: { 'batch.kubernetes.io/job-name': 'app-db-sync-0000' } }, spec: { volumes: [{ secret: { secretName: 'app-db-sync-conf' } }] } };
      cluster.objects.set('Job app-db-sync-0000', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'app-db-sync-0000', labels }, spec: { template }, status });
      cluster.objects.set('Pod app-db-sync-0000-x', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app-db-sync-0000-x', labels: { ...template.metadata.labels } }, spec: template.spec });
      cluster.objects.set('Secret app-db-sync-conf', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'app-db-sync-conf', labels: { 'ccp.io/content': 'config' } } });
    };
    const finished = { conditions: [{ type: 'Complete', status: 'True' }] };

    test('goes with its config object, and is no reason to deploy', async () => {
      old(finished);
      const { plan } = await planServices(cluster, await desired());
      expect(plan.prune).toEqual([{ kind: 'Job', name: 'app-db-sync-0000' }, { kind: 'Secret', name: 'app-db-sync-conf' }]);
      expect(plan.changes).toBe(false);
    });

    test('is a reason to deploy while it runs, as is a service that is no longer wanted', async () => {
      old({});
      expect((await planServices(cluster, await desired())).plan.changes).toBe(true);
      cluster.objects.delete('Job app-db-sync-0000');
      cluster.objects.set('Deployment gone', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'gone' } });
      expect((await planServices(cluster, await desired())).plan.changes).toBe(true);
    });

    test('stays with its config object while a revision waits for it', async () => {
      old(finished);
      cluster.objects.set('ReplicaSet app-r1', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'app-r1' }, spec: { waits: ['app-db-sync-0000'] } });
      const { plan } = await planServices(cluster, await desired());
      expect(plan.prune).toEqual([]);
    });
  });

  test('without a cluster everything is created', async () => {
    const { plan } = await planServices(undefined, await desired());
    expect(plan.clusterReachable).toBe(false);
    expect(plan.services.map((service) => service.action)).toEqual(['create', 'create']);
  });

  test('no object but Secrets holds a secret marker, and no plan at all', async () => {
    const state = await desired();
    const { plan } = await planServices(cluster, state);
    expect(JSON.stringify(plan)).not.toContain('@@secret');
    const secrets = state.services.flatMap((service) => service.supports).filter((object) => object.kind === 'Secret');
    expect(JSON.stringify(secrets)).toContain('@@secret:app.database-password:url@@');
  });
});
