import { describe, expect, test } from '@jest/globals';
import type { CloudSession, EngineEvent, ResourceCleaner } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { findResources, removeResources } from './clean-resources.ts';

const never = new AbortController().signal;
const cloud: CloudSession = { endpoint: (type) => (type === 'missing' ? undefined : `http://${type}`), request: async () => ({ status: 200, body: {} }) };

/** A cleaner of `count` resources that notes what it deletes. */
function cleaner(name: string, deleted: string[], { after, count = 1, endpoint = 'compute' }: { after?: string[]; count?: number; endpoint?: string } = {}): ResourceCleaner {
  return {
    name,
    title: name,
    endpoint,
    ...(after === undefined ? {} : { after }),
    list: async () => Array.from({ length: count }, (_, i) => ({ id: `${name}-${i}`, name: '' })),
    remove: async (_cloud, resources) => void deleted.push(...resources.map(({ id }) => id)),
  };
}

describe('cleaning what tenants made', () => {
  test('goes in the order that cleaners ask for; those that nobody offers are passed over', async () => {
    const deleted: string[] = [];
    const found = await findResources([cleaner('networks', deleted, { after: ['images', 'volumes'] }), cleaner('images', deleted, { after: ['servers'] }), cleaner('servers', deleted, { count: 2 })], cloud, never);
    expect(deleted).toEqual([]);
    await removeResources(found, cloud, () => undefined, never);
    expect(deleted).toEqual(['servers-0', 'servers-1', 'images-0', 'networks-0']);
  });

  test('what has no endpoint is skipped and named', async () => {
    const deleted: string[] = [];
    const found = await findResources([cleaner('containers', deleted, { endpoint: 'missing' })], cloud, never);
    expect(found[0]).toMatchObject({ skipped: expect.stringContaining('missing') as unknown, resources: [] });
    await removeResources(found, cloud, () => undefined, never);
    expect(deleted).toEqual([]);
  });

  test('the first that fails ends it, and is shown', async () => {
    const deleted: string[] = [];
    const told: EngineEvent[] = [];
    const broken: ResourceCleaner = { ...cleaner('images', deleted, { after: ['servers'] }), remove: () => Promise.reject(new CcpError('VERIFY_FAILED', 'image i is in use')) };
    const found = await findResources([cleaner('servers', deleted), broken, cleaner('networks', deleted, { after: ['images'] })], cloud, never);
    await expect(removeResources(found, cloud, (event) => told.push(event), never)).rejects.toMatchObject({ message: 'image i is in use' });
    expect(deleted).toEqual(['servers-0']);
    expect(told).toContainEqual(expect.objectContaining({ type: 'work-finished', name: 'images', outcome: 'failed' }));
  });

  test('Ctrl-C deletes nothing more', async () => {
    const deleted: string[] = [];
    const found = await findResources([cleaner('servers', deleted)], cloud, never);
    await expect(removeResources(found, cloud, () => undefined, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(deleted).toEqual([]);
  });

  test('cleaners that wait for each other are a fault', async () => {
    await expect(findResources([cleaner('a', [], { after: ['b'] }), cleaner('b', [], { after: ['a'] })], cloud, never)).rejects.toMatchObject({ code: 'CATALOG_INVALID' });
  });
});
