import { expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { neighboursOf } from './neighbours.ts';

test('the other environments of a cluster are known by the labels of their namespaces', async () => {
  const cluster = fakeCluster();
  for (const name of ['b', 'a', 'own']) await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: `ccp-${name}`, labels: { 'app.kubernetes.io/managed-by': 'ccp', 'ccp.io/environment': name } } });
  expect(await neighboursOf(cluster, 'own')).toEqual(['a', 'b']);
});
