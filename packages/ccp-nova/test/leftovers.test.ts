import { expect, test } from '@jest/globals';
import type { CloudSession } from 'ccp-core';
import { CloudApi } from '../src/tool/cloud-api.ts';
import { removeNamed } from '../src/tool/leftovers.ts';

/** A cloud that holds lists by path and removes what is deleted; ports of routers are those of `router`. */
function cloudWith(lists: Record<string, Record<string, unknown>[]>): { readonly session: CloudSession; readonly removed: string[] } {
  const removed: string[] = [];
  const session: CloudSession = {
    endpoint: (type) => `http://${type}`,
    request: async (method, url) => {
      const { pathname, host } = new URL(url);
      if (method === 'GET') return { status: 200, body: { [pathname.split('/').at(-1)?.replace('-', '_') ?? '']: lists[pathname] ?? [] } };
      if (method === 'PUT') return { status: 200, body: removed.push(`${pathname}`) };
      removed.push(`${host}${pathname}`);
      const [parent, id] = [pathname.slice(0, pathname.lastIndexOf('/')), pathname.slice(pathname.lastIndexOf('/') + 1)];
      lists[parent] = (lists[parent] ?? []).filter((item) => item['id'] !== id);
      return { status: 204, body: undefined };
    },
  };
  return { session, removed };
}

test('only what bears the prefix is removed, users before what they use', async () => {
  const { session, removed } = cloudWith({
    '/v2.0/floatingips': [{ id: 'f1', description: 'ccp-verify-1' }, { id: 'f2', description: '' }],
    '/servers': [{ id: 's1', name: 'ccp-verify-1' }, { id: 's2', name: 'production' }],
    '/v2.0/ports': [],
    '/v2.0/routers': [{ id: 'r1', name: 'ccp-verify-1' }, { id: 'r2', name: 'router' }],
    '/v2.0/networks': [{ id: 'n1', name: 'ccp-verify-1' }, { id: 'n2', name: 'int-net' }],
    '/v2.0/security-groups': [],
  });
  expect(await removeNamed(new CloudApi(session, new AbortController().signal), 'ccp-verify-')).toBe(4);
  expect(removed).toEqual(['network/v2.0/floatingips/f1', 'compute/servers/s1', 'network/v2.0/routers/r1', 'network/v2.0/networks/n1']);
});
