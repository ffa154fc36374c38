import { describe, expect, test } from '@jest/globals';
import { allReady, cloud, openstack, openstackJson, pinging } from './harness/cloud.ts';
import { until } from './harness/until.ts';

describe('a cluster that is stopped and started', () => {
  test('has its cloud back with nothing to be done by hand; the guest runs and is reached again', async () => {
    const [first] = await openstackJson<{ 'Floating IP Address': string }[]>('floating', 'ip', 'list');
    expect((await cloud('cluster', 'stop')).exitCode).toBe(0);
    expect((await cloud('cluster', 'start')).exitCode).toBe(0);
    await allReady(300);
    // A guest that ran when its node went down is started with it.
    await until('the guest is active', 120, async () => {
      const { status } = await openstackJson<{ status: string }>('server', 'show', 'guest');
      if (status === 'SHUTOFF') await openstack('server', 'start', 'guest');
      return status === 'ACTIVE' ? true : undefined;
    });
    await until('the guest answers', 180, async () => ((await pinging(first?.['Floating IP Address'] ?? '', 1)).lost === 0 ? true : undefined));
    const again = await cloud('verify');
    expect([again.exitCode, again.exitCode === 0 ? '' : again.stderr]).toEqual([0, '']);
  });
});
