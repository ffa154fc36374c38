import { expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/index.ts';
import { whatHolds } from './stuck-namespace.ts';

test('tells what Kubernetes says of a namespace that does not go, and which objects wait for whom', async () => {
  const cluster = fakeCluster();
  const put = (kind: string, name: string, more: object): Promise<boolean> => cluster.create({ apiVersion: 'v1', kind, metadata: { name, ...more } });
  const conditions = [
    { type: 'NamespaceFinalizersRemaining', status: 'True', message: 'Some content in the namespace has finalizers remaining: x.io/guard in 1 resource instances' },
    { type: 'NamespaceDeletionContentFailure', status: 'False', message: 'All content successfully deleted' },
  ];
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' }, status: { phase: 'Terminating', conditions } });
  await put('ConfigMap', 'kept', { finalizers: ['x.io/guard'], deletionTimestamp: '2026-01-01T00:00:00Z' });
  await put('PersistentVolumeClaim', 'alive', { finalizers: ['kubernetes.io/pvc-protection'] });
  await put('Secret', 'going', { deletionTimestamp: '2026-01-01T00:00:00Z' });
  expect(await whatHolds(cluster, 'ns')).toEqual([conditions[0]?.message, 'ConfigMap kept waits for the finalizer x.io/guard']);
});
