import { describe, expect, test } from '@jest/globals';
import { loadConfiguration, serviceConfigurations } from '../config/index.ts';
import type { ServiceDefinition } from '../definition/index.ts';
import { sampleApp, sampleCatalog, sampleDatabase } from '../testing/sample-catalog.ts';
import { instantiate } from './instances.ts';

const onDemand: ServiceDefinition = { ...sampleDatabase, name: 'spare', instantiate: 'on-demand' };

async function instances(...sets: string[]): Promise<ReturnType<typeof instantiate> & { readonly all: string[] }> {
  const { configuration, faults } = await loadConfiguration(undefined, sets, []);
  if (configuration === undefined) throw faults[0] ?? new Error('invalid');
  const { catalog, faults: found } = instantiate(sampleCatalog([sampleDatabase, sampleApp, onDemand]), configuration);
  const services = new Map([...catalog.services].map(([name, { definition }]) => [name, definition]));
  return { catalog, faults: [...found, ...serviceConfigurations(configuration, services).faults], all: [...catalog.services.keys()] };
}

describe('instances', () => {
  test('every definition has one of its name, unless it is made on demand', async () => {
    expect((await instances()).all).toEqual(['app', 'store']);
    expect((await instances('services.spare.config.port=1')).all).toEqual(['app', 'spare', 'store']);
  });

  test('a further one bears its own name, ports and resources', async () => {
    const { catalog, faults } = await instances('services.app-b.definition=app', 'services.app-b.nodePorts.main=30777', 'services.app-b.ingress.main=api', 'services.app-b.resources.limits.memory=1Gi');
    expect(faults).toEqual([]);
    const definition = catalog.services.get('app-b')?.definition;
    expect(definition?.name).toBe('app-b');
    expect(definition?.ports({ config: { port: 5000 } })).toEqual({ main: { port: 5000, nodePort: 30777, ingress: 'api' } });
    expect(definition?.resources).toEqual({ requests: sampleApp.resources.requests, limits: { memory: '1Gi' } });
    expect(catalog.services.get('app')?.definition).toBe(sampleApp);
  });

  test('one is switched off, or made from another definition', async () => {
    const off = await instances('services.store.enabled=false');
    expect([off.all, off.faults]).toEqual([['app'], []]);
    const other = await instances('services.app.definition=spare');
    expect(other.catalog.services.get('app')?.definition.kind).toBe('StatefulSet');
  });

  test.each([
    [['services.b.definition=stor'], /services\.b: there is no definition "stor"/, /"store"/],
    [['services.stor.enabled=false'], /unknown service "stor"/, /"store"/],
    [['services.stor.config.port=1'], /unknown service "stor"/, /"store"/],
    [['services.app.nodePorts.man=30777'], /app has no port "man"/, /"main"/],
    [['services.app.ingress.man=api'], /app has no port "man"/, /"main"/],
    [["services.app.files.'ap.conf'.DEFAULT.a=1"], /app has no file "ap\.conf"/, /"app\.conf"/],
    [["services.app.files.'app.conf'.DEFAULT.a=[x, 'y,z']"], /\[DEFAULT\] a: an item of a list must not hold a comma/, /multi/],
    [[`services.app.files.'app.conf'.DEFAULT.a="x\\ny"`], /one line/, /./],
  ])('%j is a fault', async (sets, message, hint) => {
    const { faults } = await instances(...sets);
    expect(faults).toEqual([expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) as unknown, hint: expect.stringMatching(hint) as unknown })]);
  });
});
