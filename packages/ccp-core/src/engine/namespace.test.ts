import { describe, expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { ensureNamespace, namespaceLives, namespaceRef } from './namespace.ts';

const { signal } = new AbortController();
const ref = namespaceRef('ns');

describe('the namespace of a deploy', () => {
  test('is made when it is not there, and left alone when it is', async () => {
    const cluster = fakeCluster();
    const wait = { signal, onWait: () => expect('').toBe('not waited for') };
    await ensureNamespace(cluster, 'local', 'ns', wait);
    await ensureNamespace(cluster, 'local', 'ns', wait);
    expect(cluster.changes).toEqual(['create Namespace ns']);
  });

  test('one that is being deleted is waited for and made anew', async () => {
    const cluster = fakeCluster();
    cluster.objects.set('Namespace ns', { ...ref, metadata: { name: 'ns', deletionTimestamp: '2026-01-01T00:00:00Z' } });
    let looks = 0;
    const going = {
      ...cluster,
      get: async (wanted: typeof ref) => {
        if (++looks > 3) cluster.objects.delete('Namespace ns');
        return cluster.get(wanted);
      },
    };
    let told = 0;
    await ensureNamespace(going, 'local', 'ns', { signal, pauseMs: 1, onWait: () => told++ });
    expect([told, await namespaceLives(cluster, 'ns')]).toEqual([1, true]);
  });

  test('one that stays is told with what to look at', async () => {
    const cluster = fakeCluster();
    cluster.objects.set('Namespace ns', { ...ref, metadata: { name: 'ns', deletionTimestamp: '2026-01-01T00:00:00Z' } });
    await expect(ensureNamespace(cluster, 'local', 'ns', { signal, pauseMs: 1, limitSeconds: 0, onWait: () => undefined })).rejects.toMatchObject({ code: 'CLUSTER_FAILED', hint: expect.stringContaining('finalizer') as unknown });
  });
});
