import { describe, expect, test } from '@jest/globals';
import type { SecretImports } from '../config/index.ts';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { importFaults, unknownImports } from './secret-imports.ts';
import { ensureSecrets, readSecrets } from './secrets.ts';

const specs = { 'app.password': { description: 'of the app' }, 'store.root': { description: 'of the store', imported: true } };
function handedIn(values: Readonly<Record<string, string>>): SecretImports {
  return { places: new Map(Object.keys(values).map((name, i) => [name, { file: 's.yaml', line: i + 1 }])), value: (name) => values[name] };
}

describe('imported secrets', () => {
  test('are taken over when they are first needed; what is not imported is generated', async () => {
    const cluster = fakeCluster();
    const store = await ensureSecrets(cluster, 'e', 'ns', Object.keys(specs), handedIn({ 'store.root': `na$ty'"\\` }).value);
    expect(store.value('store.root')).toBe(`na$ty'"\\`);
    expect(store.value('app.password')).toMatch(/^[A-Za-z0-9]{32}$/);
  });

  test('never change what is deployed', async () => {
    const cluster = fakeCluster();
    await ensureSecrets(cluster, 'e', 'ns', Object.keys(specs), () => 'first');
    const store = await ensureSecrets(cluster, 'e', 'ns', Object.keys(specs), () => 'second');
    expect(store.value('app.password')).toBe('first');
  });

  test('that differ from what is deployed are refused without either value', async () => {
    const cluster = fakeCluster();
    const store = await ensureSecrets(cluster, 'e', 'ns', Object.keys(specs), () => 'deployed-value');
    const faults = importFaults(store, handedIn({ 'app.password': 'another-value', 'store.root': 'deployed-value' }), specs);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: 'CONFIG_INVALID', message: 'secret "app.password" is deployed with another value than the file has', where: { file: 's.yaml', line: 1 } });
    expect(JSON.stringify([faults, faults[0]?.message])).not.toMatch(/another-value|deployed-value/);
  });

  test('that nobody can generate must be in the file until they are deployed', async () => {
    const cluster = fakeCluster();
    expect(importFaults(await readSecrets(cluster, 'ns'), handedIn({}), specs)).toEqual([expect.objectContaining({ code: 'CONFIG_INVALID', message: 'secret "store.root" must be imported: of the store' })]);
    const store = await ensureSecrets(cluster, 'e', 'ns', Object.keys(specs), () => 'value');
    expect(importFaults(store, handedIn({}), specs)).toEqual([]);
  });

  test('with a name that nothing needs are told with the nearest', () => {
    expect(unknownImports(handedIn({ 'app.pasword': 'x' }), specs)).toEqual([expect.objectContaining({ message: 'no service needs the secret "app.pasword"', hint: 'Did you mean "app.password"?' })]);
  });
});
