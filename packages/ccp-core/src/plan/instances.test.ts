import { describe, expect, test } from '@jest/globals';
import { objectId, objectsOf, renderService, type RenderInputs, type RenderedService } from '../render/index.ts';
import { sampleModels } from '../testing/sample-desired.ts';
import { requiredSecrets } from './models.ts';

const sets = [
  'services.app.bindings.database=store',
  'services.store-b.definition=store',
  'services.app-b={definition: app, bindings: {database: store-b}, nodePorts: {main: 30777}}',
];
const inputs: RenderInputs = { imageReference: (name) => name, imageKey: () => 'k', secretVersion: () => 'v', podInit: undefined };

/** Both applications with their databases, by name. */
async function rendered(...more: string[]): Promise<Map<string, RenderedService>> {
  const { models } = await sampleModels([...sets, ...more]);
  return new Map(models.map((model) => [model.owner.service, renderService(model, inputs)]));
}

function textOf(service: RenderedService | undefined): string {
  return JSON.stringify(service === undefined ? [] : objectsOf(service));
}

describe('two databases of one definition, each with a consumer of its own', () => {
  test('share no object and no selector', async () => {
    const services = [...(await rendered()).values()];
    const ids = services.flatMap((service) => objectsOf(service).map(objectId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['StatefulSet store', 'StatefulSet store-b', 'Service store', 'Service store-b']));
    const selectors = services.map(({ workload }) => JSON.stringify((workload?.['spec'] as { selector: object }).selector));
    expect(new Set(selectors).size).toBe(4);
  });

  test('have secrets of their own', async () => {
    const { models } = await sampleModels(sets);
    expect(Object.keys(requiredSecrets(models)).sort()).toEqual(['app-b.database-password', 'app.database-password', 'store-b.root', 'store.root']);
  });

  test.each([
    ['app', 'store', 'app', 'store-b'],
    ['app-b', 'store-b', 'app-b', 'store'],
  ])('%s gets its database from %s alone', async (app, store, database, other) => {
    const services = await rendered();
    const service = services.get(app);
    expect(service?.dependsOn).toEqual([store]);
    const text = textOf(service);
    expect(text).toContain(`mysql://${app}:@@secret:${app}.database-password:url@@@${store}/${database}`);
    expect(text).toContain(`@@secret:${store}.root:none@@`);
    expect(text).not.toContain(`secret:${other}.root`);
    expect(text).not.toContain(`@${other}/`);
  });

  test('a change of one leaves the other and its consumer as they are', async () => {
    const [before, after] = [await rendered(), await rendered('services.store-b.config.port=3307')];
    const changed = [...before.keys()].filter((name) => textOf(before.get(name)) !== textOf(after.get(name)));
    expect(changed).toEqual(['store-b']);
  });
});
