import { describe, expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { missingRights } from './needed-rights.ts';

describe('rights', () => {
  test('a user who may do everything misses none', async () => {
    expect(await missingRights(fakeCluster(), 'ns')).toEqual([]);
  });

  test('a user of one namespace misses the labels of nodes and the namespaces', async () => {
    const narrow = { ...fakeCluster(), may: async ({ namespace }: { readonly namespace?: string }) => namespace === 'ns' };
    expect(await missingRights(narrow, 'ns')).toEqual(['list nodes', 'patch nodes', 'get namespaces', 'create namespaces', 'delete namespaces']);
  });

  test('what is missing is named with its group', async () => {
    const without = { ...fakeCluster(), may: async ({ resource, verb }: { readonly resource: string; readonly verb: string }) => !(resource === 'jobs' && verb === 'delete') };
    expect(await missingRights(without, 'ns')).toEqual(['delete jobs.batch']);
  });
});
