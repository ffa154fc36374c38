import { describe, expect, test } from '@jest/globals';
import { withClusterLock } from './lock.ts';

describe('lock of a cluster', () => {
  test('the second is told, other clusters are free, and afterwards it is free again', async () => {
    await withClusterLock('lock-test', async () => {
      await expect(withClusterLock('lock-test', async () => Promise.resolve())).rejects.toMatchObject({ code: 'DEPLOY_LOCKED' });
      await expect(withClusterLock('lock-test-2', async () => Promise.resolve(1))).resolves.toBe(1);
    });
    await expect(withClusterLock('lock-test', async () => Promise.resolve(2))).resolves.toBe(2);
  });

  test('is given back when the work fails', async () => {
    await expect(withClusterLock('lock-test', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withClusterLock('lock-test', async () => Promise.resolve(3))).resolves.toBe(3);
  });
});
