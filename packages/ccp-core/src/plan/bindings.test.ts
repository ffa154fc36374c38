import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../config/index.ts';
import { sampleApp, sampleCatalog, sampleDatabase } from '../testing/sample-catalog.ts';
import type { ServiceDefinition } from '../definition/index.ts';
import { resolveBindings } from './bindings.ts';

async function bind(services: readonly ServiceDefinition[], sets: string[] = []): Promise<ReturnType<typeof resolveBindings>> {
  const { configuration, faults: mistakes } = await loadConfiguration(undefined, sets, []);
  if (mistakes.length > 0) throw new Error('invalid');
  return resolveBindings(sampleCatalog(services), configuration, services.map((service) => service.name));
}
const second = { ...sampleDatabase, name: 'store-two' };

describe('bindings', () => {
  test('the only provider is bound', async () => {
    const { bindings, faults } = await bind([sampleDatabase, sampleApp]);
    expect(faults).toEqual([]);
    expect(bindings.get('app')?.get('database')).toBe('store');
  });

  test('configuration chooses among several', async () => {
    const { bindings, faults } = await bind([sampleDatabase, second, sampleApp], ['services.app.bindings.database=store-two']);
    expect(faults).toEqual([]);
    expect(bindings.get('app')?.get('database')).toBe('store-two');
  });

  test.each([
    ['no provider', [sampleApp], [], /no service provides/, /Install/],
    ['several providers', [sampleDatabase, second, sampleApp], [], /store and store-two provide/, /services\.app\.bindings\.database/],
    ['a binding to what does not provide it', [sampleDatabase, sampleApp], ['services.app.bindings.database=stor'], /"stor" does not provide/, /"store"/],
  ] as const)('%s is a fault', async (_, services, sets, message, hint) => {
    const { faults } = await bind(services, [...sets]);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toMatch(message);
    expect(faults[0]?.hint).toMatch(hint);
  });

  describe('what is only wanted', () => {
    const wanting: ServiceDefinition = { ...sampleApp, wants: ['cache'] };
    const cache: ServiceDefinition = { ...sampleDatabase, name: 'cache', provides: { cache: { port: 'main', value: () => ({ servers: [] }) } } };

    test('is bound to its provider', async () => {
      const { bindings, faults } = await bind([sampleDatabase, cache, wanting]);
      expect(faults).toEqual([]);
      expect(bindings.get('app')?.get('cache')).toBe('cache');
    });

    test('is left out when nobody provides it', async () => {
      const { bindings, faults } = await bind([sampleDatabase, wanting]);
      expect(faults).toEqual([]);
      expect([...(bindings.get('app')?.keys() ?? [])]).toEqual(['database']);
    });

    test('is a fault when it is written and not there, or when there are several', async () => {
      expect((await bind([sampleDatabase, wanting], ['services.app.bindings.cache=cash'])).faults[0]?.message).toContain('"cash" does not provide cache');
      expect((await bind([sampleDatabase, cache, { ...cache, name: 'cache-two' }, wanting])).faults[0]?.hint).toBe('Set services.app.bindings.cache.');
    });
  });

  test('a cycle names its path', async () => {
    const looping: ServiceDefinition = { ...sampleDatabase, requires: ['cache'] };
    const cache: ServiceDefinition = { ...sampleApp, name: 'cache', provides: { cache: { port: 'main', value: () => ({ servers: [] }) } } };
    const { faults } = await bind([looping, cache]);
    expect(faults.map((fault) => fault.message)).toEqual(['services need each other in a cycle: store -> cache -> store']);
  });
});
