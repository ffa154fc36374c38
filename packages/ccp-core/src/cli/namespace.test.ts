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

  describe('with pods', () => {
    const put = (apiVersion: string, kind: string, name: string, spec: object): Promise<boolean> => cluster.create({ apiVersion, kind, metadata: { name, namespace: 'ns' }, spec });
    const removed = (): string[] => cluster.changes.filter((change) => change.startsWith('remove'));
    beforeEach(async () => {
      await make(labels);
      await put('v1', 'Pod', 'agent', { volumes: [{ name: 'node', hostPath: { path: '/run' } }] });
      await put('v1', 'Pod', 'database', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] });
    });

    test('what makes them goes first, then they, then the namespace: those without claims soon, the others in their own time', async () => {
      await put('apps/v1', 'DaemonSet', 'agent', {});
      await put('batch/v1', 'Job', 'sync', {});
      await removeNamespace(cluster, owned, { signal, pauseMs: 1 });
      expect(removed()).toEqual(['remove DaemonSet agent alone', 'remove Job sync alone', 'remove Pod agent within 10 s', 'remove Pod database', 'remove Namespace ns']);
    });

    test('ones that do not end do not keep the namespace from being removed', async () => {
      const stuck: FakeCluster = { ...cluster, remove: async (ref, options) => (ref.kind === 'Pod' ? undefined : cluster.remove(ref, options)) };
      await removeNamespace(stuck, owned, { signal, limitSeconds: 0, pauseMs: 1 });
      expect(removed()).toEqual(['remove Namespace ns']);
    });

    test('a run that is stopped meanwhile leaves the namespace for the next', async () => {
      const slow: FakeCluster = { ...cluster, remove: async () => undefined };
      await expect(removeNamespace(slow, owned, { signal: AbortSignal.abort(), pauseMs: 1 })).rejects.toMatchObject({ code: 'INTERRUPTED', hint: expect.stringContaining('again') as unknown });
      expect(cluster.objects.has('Namespace ns')).toBe(true);
    });
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
