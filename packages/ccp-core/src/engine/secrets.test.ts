import { describe, expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { ensureSecrets, readSecrets } from './secrets.ts';

describe('secrets', () => {
  test('are generated once and never changed', async () => {
    const cluster = fakeCluster();
    const first = await ensureSecrets(cluster, 'e', 'ns', ['a.x', 'b.y']);
    const again = await ensureSecrets(cluster, 'e', 'ns', ['a.x', 'b.y', 'c.z']);
    expect(first.value('a.x')).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(again.value('a.x')).toBe(first.value('a.x'));
    expect(again.version('a.x')).toBe(first.version('a.x'));
    expect(again.value('c.z')).not.toBe(again.value('a.x'));
    expect((await readSecrets(cluster, 'ns')).value('c.z')).toBe(again.value('c.z'));
  });

  test('two runs at once end with the same values', async () => {
    const cluster = fakeCluster();
    const [one, two] = await Promise.all([ensureSecrets(cluster, 'e', 'ns', ['a.x', 'b.y']), ensureSecrets(cluster, 'e', 'ns', ['a.x', 'c.z'])]);
    expect(one.value('a.x')).toBe(two.value('a.x'));
    const stored = await readSecrets(cluster, 'ns');
    expect([stored.value('b.y'), stored.value('c.z')]).toEqual([one.value('b.y'), two.value('c.z')]);
  });

  test('before the first deploy versions say so and values are refused', async () => {
    const store = await readSecrets(undefined, 'ns');
    expect(store.version('a.x')).toBe('new');
    expect(() => store.value('a.x')).toThrow(expect.objectContaining({ code: 'NOT_DEPLOYED' }));
  });

  test('values are taken out of text, short ones are not', async () => {
    const cluster = fakeCluster();
    const data = Object.fromEntries([['a', 'longsecret'], ['b', 'longsecret-and-more'], ['c', 'short']].map(([name, value]) => [name, Buffer.from(String(value)).toString('base64')]));
    await cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'ccp-secrets' }, data });
    const store = await readSecrets(cluster, 'ns');
    expect(store.redact('x=longsecret-and-more y=longsecret z=short')).toBe('x=*** y=*** z=short');
  });
});
