import { beforeEach, describe, expect, test } from '@jest/globals';
import { hostname } from 'node:os';
import { CcpError } from '../diagnostics/index.ts';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { takeLease, type LeaseCandidate } from './lease.ts';

let waited: number[];
let cluster: FakeCluster;
beforeEach(() => {
  waited = [];
  cluster = fakeCluster();
});

function holding(holderIdentity: string, ageSeconds: number, resourceVersion = '1'): void {
  const renewTime = new Date(Date.now() - ageSeconds * 1000).toISOString();
  cluster.objects.set('Lease ccp-deploy', { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'ccp-deploy', namespace: 'ns', resourceVersion }, spec: { holderIdentity, renewTime } });
}

function candidate(more: Partial<LeaseCandidate> = {}): LeaseCandidate {
  return { pid: 12, bootId: 'boot-1', isAlive: () => false, delay: async (ms) => void waited.push(ms), ...more };
}

describe('lease', () => {
  test('the second process is told who holds it; after release it gets it', async () => {
    const first = await takeLease(cluster, 'ns', candidate({ pid: 11, isAlive: () => true }));
    await expect(takeLease(cluster, 'ns', candidate({ isAlive: () => true }))).rejects.toMatchObject({ code: 'DEPLOY_LOCKED', message: expect.stringContaining(`process 11 on ${hostname()}`) as unknown });
    await first.release();
    await (await takeLease(cluster, 'ns', candidate())).release();
  });

  test('a process of this host and boot that died is replaced at once', async () => {
    await takeLease(cluster, 'ns', candidate({ pid: 11 }));
    await (await takeLease(cluster, 'ns', candidate())).release();
    expect(waited).toEqual([]);
  });

  test.each([
    ['another host of the same name', `${hostname()}:999:boot-2:x`, 'boot-1'],
    ['a holder whose boot is unknown', `${hostname()}:999::x`, 'boot-1'],
    ['a holder on a host whose boot cannot be read', `${hostname()}:999::x`, undefined],
    ['a live holder elsewhere', 'other:1:boot-3:x', 'boot-1'],
  ])('%s keeps it while it renews', async (_, holder, bootId) => {
    holding(holder, 14);
    await expect(takeLease(cluster, 'ns', candidate({ bootId }))).rejects.toMatchObject({ code: 'DEPLOY_LOCKED' });
  });

  test('a holder elsewhere that does not renew for longer than a beat is replaced', async () => {
    holding('other:1:boot-3:x', 16);
    await (await takeLease(cluster, 'ns', candidate())).release();
    expect(waited).toEqual([6000]);
  });

  test('a holder whose clock is late but who renews keeps it', async () => {
    holding('other:1:boot-3:x', 60);
    const delay = async (): Promise<void> => holding('other:1:boot-3:x', 60, '2');
    await expect(takeLease(cluster, 'ns', candidate({ delay }))).rejects.toMatchObject({ code: 'DEPLOY_LOCKED' });
  });

  test('that it cannot be released is no fault of its own', async () => {
    const failing: FakeCluster = { ...cluster };
    const lease = await takeLease(failing, 'ns', candidate());
    failing.get = async () => {
      throw new CcpError('CLUSTER_UNREACHABLE', 'gone');
    };
    await expect(lease.release()).resolves.toBeUndefined();
  });

  test.each([
    ['ahead', -3600],
    ['behind', 3600],
  ])('with a clock that is an hour %s of the holder, a living holder keeps it', async (_, age) => {
    holding('far:999:boot-9:x', age);
    const renewing = async (ms: number): Promise<void> => {
      waited.push(ms);
      holding('far:999:boot-9:x', age, '2');
    };
    await expect(takeLease(cluster, 'ns', candidate({ delay: renewing }))).rejects.toMatchObject({ code: 'DEPLOY_LOCKED' });
    expect(waited).toHaveLength(1);
  });

  test.each([-3600, 3600])('with clocks %i s apart, a dead holder is replaced after watching it', async (age) => {
    holding('far:999:boot-9:x', age);
    await (await takeLease(cluster, 'ns', candidate())).release();
    expect(waited).toHaveLength(1);
  });
});
