import { beforeEach, describe, expect, test } from '@jest/globals';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { ownNamespace, removeNamespace } from './namespace.ts';

const owned = { environment: 'local', namespace: 'ns' };
const labels = { 'app.kubernetes.io/managed-by': 'ccp', 'ccp.io/environment': 'local' };
const { signal } = new AbortController();

let cluster: FakeCluster;
const make = (of: Record<string, string>): Promise<boolean> => cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns', labels: of } });
beforeEach(() => {
  cluster = fakeCluster();
});

describe('the namespace of an environment', () => {
  test.each([
    ['nobody', {}],
    ['another tool', { ...labels, 'app.kubernetes.io/managed-by': 'other' }],
    ['another environment', { ...labels, 'ccp.io/environment': 'other' }],
  ])('one of %s is neither used nor removed', async (_, of) => {
    await make(of);
    await expect(ownNamespace(cluster, owned)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(removeNamespace(cluster, owned, { signal })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(cluster.changes).toEqual(['create Namespace ns']);
  });

  test('its own is removed, and waited for', async () => {
    await make(labels);
    let looks = 0;
    const slow = { ...cluster, get: async (ref: Parameters<FakeCluster['get']>[0]) => (looks++ < 3 ? cluster.get({ ...ref }).then((live) => live ?? { ...ref, metadata: { name: 'ns' } }) : undefined) };
    await expect(removeNamespace(slow, owned, { signal, pauseMs: 1 })).resolves.toBe(true);
    expect(looks).toBe(4);
    expect(cluster.changes).toContain('remove Namespace ns');
  });

  test('pods without claims of volumes are ended soon, the others in their own time', async () => {
    await make(labels);
    const pod = (name: string, volume: object): Promise<boolean> => cluster.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'ns' }, spec: { volumes: [volume] } });
    await pod('agent', { name: 'node', hostPath: { path: '/run' } });
    await pod('database', { name: 'data', persistentVolumeClaim: { claimName: 'data' } });
    await removeNamespace(cluster, owned, { signal });
    expect(cluster.changes.filter((change) => change.startsWith('remove'))).toEqual(['remove Namespace ns', 'remove Pod agent within 10 s']);
  });

  test('waiting ends at the limit and by the signal', async () => {
    await make(labels);
    const stuck = { ...cluster, remove: async () => undefined };
    await expect(removeNamespace(stuck, owned, { signal, limitSeconds: 0, pauseMs: 1 })).rejects.toMatchObject({ code: 'CLUSTER_FAILED' });
    await expect(removeNamespace(stuck, owned, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('without one there is nothing to do', async () => {
    await expect(removeNamespace(cluster, owned, { signal })).resolves.toBe(false);
  });
});
