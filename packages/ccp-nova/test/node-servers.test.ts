import { describe, expect, test } from '@jest/globals';
import { nodeServers } from '../src/tool/node-servers.ts';
import { FakeCloud } from './fake-cloud.ts';

const { signal } = new AbortController();

function twoNodes(): FakeCloud {
  const cloud = new FakeCloud();
  cloud.lists['/servers'] = [{ id: 's1', name: 'web', host: 'n1' }, { id: 's2', name: 'db', host: 'n2' }];
  cloud.lists['/os-services'] = [
    { id: '3', binary: 'nova-scheduler', host: 'n2' },
    { id: '5', binary: 'nova-compute', host: 'n1' },
    { id: '6', binary: 'nova-compute', host: 'n2' },
  ];
  return cloud;
}

describe('a hypervisor that goes', () => {
  test('has the instances of its own, which are deleted', async () => {
    const cloud = twoNodes();
    const servers = await nodeServers.list(cloud, 'n2', signal);
    expect(servers).toEqual([{ id: 's2', name: 'db' }]);
    await nodeServers.remove(cloud, servers, { signal, step: () => undefined });
    expect(cloud.names('/servers')).toEqual(['web']);
  });

  test("is forgotten: its agent's record goes, and no other", async () => {
    const cloud = twoNodes();
    await nodeServers.forget(cloud, 'n2', signal);
    await nodeServers.forget(cloud, 'n2', signal);
    expect(cloud.changes).toEqual(['DELETE /os-services/6']);
  });

  test('a record that Nova keeps, because it has instances, is a fault', async () => {
    const cloud = twoNodes();
    cloud.instead['DELETE /os-services/6'] = { status: 409, body: { conflictingRequest: { message: 'Unable to delete compute service that is hosting instances.' } } };
    await expect(nodeServers.forget(cloud, 'n2', signal)).rejects.toMatchObject({ code: 'VERIFY_FAILED', evidence: [expect.stringContaining('hosting instances')] });
  });
});
