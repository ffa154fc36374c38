import { describe, expect, test } from '@jest/globals';
import { hostname } from 'node:os';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { takeLease } from './lease.ts';

function holding(cluster: FakeCluster, holderIdentity: string, ageSeconds: number): void {
  const renewTime = new Date(Date.now() - ageSeconds * 1000).toISOString();
  cluster.objects.set('Lease ccp-deploy', { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'ccp-deploy', namespace: 'ns', resourceVersion: '1' }, spec: { holderIdentity, renewTime } });
}

describe('lease', () => {
  test('the second process is told who holds it; after release it gets it', async () => {
    const cluster = fakeCluster();
    const first = await takeLease(cluster, 'ns', () => true, 11);
    await expect(takeLease(cluster, 'ns', () => true, 12)).rejects.toMatchObject({ code: 'DEPLOY_LOCKED', message: expect.stringContaining(`process 11 on ${hostname()}`) as unknown });
    await first.release();
    await (await takeLease(cluster, 'ns', () => true, 12)).release();
  });

  test.each([
    ['a dead process of this host', `${hostname()}:999:x`, 1, true],
    ['a holder elsewhere that stopped renewing', 'other:1:x', 16, true],
    ['a live holder elsewhere', 'other:1:x', 14, false],
  ])('%s', async (_, holder, age, taken) => {
    const cluster = fakeCluster();
    holding(cluster, holder, age);
    const attempt = takeLease(cluster, 'ns', () => false, 12);
    if (taken) await (await attempt).release();
    else await expect(attempt).rejects.toMatchObject({ code: 'DEPLOY_LOCKED' });
  });
});
