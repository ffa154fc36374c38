import { expect, test } from '@jest/globals';
import { CloudApi } from '../src/tool/cloud-api.ts';
import { removeNamed } from '../src/tool/leftovers.ts';
import { FakeCloud, fastPace } from './fake-cloud.ts';

test('only what bears the prefix is removed, users before what they use', async () => {
  const cloud = new FakeCloud();
  Object.assign(cloud.lists, {
    '/v2.0/floatingips': [{ id: 'f1', description: 'ccp-verify-1' }, { id: 'f2', description: '' }],
    '/servers': [{ id: 's1', name: 'ccp-verify-1' }, { id: 's2', name: 'production' }],
    '/v2.0/ports': [{ id: 'p1', name: '', device_id: 'r1', device_owner: 'network:router_interface_distributed' }, { id: 'p2', name: '', device_id: 'r2', device_owner: 'network:router_interface' }],
    '/v2.0/routers': [{ id: 'r1', name: 'ccp-verify-1' }, { id: 'r2', name: 'router' }],
    '/v2.0/networks': [{ id: 'n1', name: 'ccp-verify-1' }, { id: 'n2', name: 'int-net' }],
  });
  expect(await removeNamed(new CloudApi(cloud, new AbortController().signal, fastPace), 'ccp-verify-')).toBe(4);
  expect(cloud.changes).toEqual(['DELETE /v2.0/floatingips/f1', 'DELETE /servers/s1', 'PUT /v2.0/routers/r1/remove_router_interface', 'DELETE /v2.0/routers/r1', 'DELETE /v2.0/networks/n1']);
});
