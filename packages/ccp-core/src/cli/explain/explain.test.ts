import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineConfig, defineExternalService } from '../../definition/index.ts';
import { errorCodes } from '../../diagnostics/index.ts';
import { sampleApp, sampleCatalog, sampleDatabase, sampleImage } from '../../testing/sample-catalog.ts';
import { fakeCluster } from '../../testing/fake-cluster.ts';
import { sampleDesired, sampleModels } from '../../testing/sample-desired.ts';
import { loadConfiguration } from '../../config/index.ts';
import { renderService } from '../../render/index.ts';
import { anyInputs } from '../rendering-check.ts';
import { environmentSchema, keyPaths } from './environment-schema.ts';
import { allErrorCodes, errorLines, explainError } from './error-code.ts';
import { explainKey, keyLines } from './key.ts';
import { explainService, serviceLines } from './service.ts';

describe('error codes', () => {
  test.each(allErrorCodes)('%s has causes and remedies', (code) => {
    const found = explainError(code.toLowerCase());
    expect(found).toMatchObject({ name: code, exit: errorCodes[code].exit });
    expect([found?.causes.length, found?.remedies.length]).not.toContain(0);
    expect(errorLines(found!)[0]).toContain(code);
  });

  test('another word is none', () => {
    expect(explainError('keystone')).toBeUndefined();
  });
});

describe('configuration keys', () => {
  const schema = environmentSchema({ catalog: sampleCatalog() });

  test('of core, with type, range and default', () => {
    expect(explainKey('builder.width', schema, undefined)).toMatchObject({ type: 'integer, 1 to 32', default: 2, setAt: '', keys: [] });
    expect(explainKey('environment', schema, undefined)?.keys).toContain('name');
  });

  test('of a service, from its own schema', () => {
    const key = explainKey('services.app.config.expiration', schema, undefined);
    expect(key).toMatchObject({ type: 'integer', default: 3600 });
    expect(keyLines(key!)).toContain('  not set');
  });

  test.each([
    ['builder.debianReference', 'builder.debianReference=https://me:hunter2@host/debian', 'https://me:***@host/debian'],
    ['services.app.config', 'services.app.config={port: 1, domains: {x: {password: hunter2, url: "ldap://y"}}}', { port: 1, domains: { x: { password: '***', url: 'ldap://y' } } }],
    ["services.app.files.'app.conf'", "services.app.files={app.conf: {DEFAULT: {secret_key: hunter2, debug: true}}}", { DEFAULT: { secret_key: '***', debug: true } }],
    ['components.0', 'components=[ccp-a, ccp-b]', 'ccp-a'],
  ])('%s is shown as config dump shows it, secrets hidden', async (name, set, value) => {
    const { configuration } = await loadConfiguration(undefined, [set], []);
    const key = explainKey(name, schema, { configuration });
    expect(key?.value).toEqual(value);
    expect(keyLines(key!).join('\n')).not.toContain('hunter2');
  });

  test('of free names: roles, nodes', () => {
    expect(explainKey('replicas.app', schema, undefined)?.type).toBe('integer, 0 to 99');
    expect(explainKey('builder.widht', schema, undefined)).toBeUndefined();
    expect(keyPaths(schema)).toEqual(expect.arrayContaining(['builder.width', 'services.app.config.debug']));
  });
});

describe('services', () => {
  test('tell what they wait for, with the live state where there is one', async () => {
    const { models } = await sampleModels();
    const desired = await sampleDesired();
    const [model, rendered] = [models.find(({ owner }) => owner.service === 'app')!, desired.services.find(({ service }) => service === 'app')!];
    const planned = await explainService(model, rendered, models, undefined);
    expect(planned).toMatchObject({ name: 'app', state: 'not known', needs: [{ need: 'capability database', from: 'store' }], jobs: [{ need: 'job db-create' }, { need: 'job db-sync' }, { need: 'job greet' }] });
    const cluster = fakeCluster([], { settled: true });
    for (const object of [desired.services[0]!.workload!, ...rendered.jobs.slice(0, 1).map((job) => job.object)]) await cluster.apply(object);
    const live = await explainService(model, rendered, models, { cluster, view: await cluster.view('ns'), redact: (text) => text });
    expect(live.needs[0]?.state).toBe('ready');
    expect(live.jobs.map(({ state }) => state)).toEqual(['ready', 'waiting: not created yet', 'waiting: not created yet']);
    expect(serviceLines(live).join('\n')).toContain('db-sync');
    const provider = await explainService(models.find(({ owner }) => owner.service === 'store')!, desired.services[0]!, models, undefined);
    expect(provider.neededBy).toEqual(['app']);
  });

  test('an external one is nothing to wait for: it is named with its place', async () => {
    const external = defineExternalService({
      name: 'store',
      title: 'Somebody else\'s database',
      image: sampleImage,
      config: defineConfig(z.strictObject({})),
      external: () => ({ host: 'db.example' }),
      ports: () => ({ main: { port: 3306 } }),
      provides: sampleDatabase.provides ?? {},
      secrets: { root: { description: 'of the administrator', imported: true } },
    });
    const { models } = await sampleModels([], [external, sampleApp]);
    const [store, app] = models;
    const cluster = fakeCluster();
    const live = { cluster, view: await cluster.view('ns'), redact: (text: string) => text };
    expect((await explainService(app!, renderService(app!, anyInputs), models, live)).needs).toEqual([{ need: 'capability database', from: 'store', state: 'ready, outside the cluster, at db.example' }]);
    expect(serviceLines(await explainService(store!, renderService(store!, anyInputs), models, live))[0]).toMatch(/ready, outside the cluster, at db\.example$/);
  });

  test('one whose pod is held by its init container waits for what that says itself, in its last line', async () => {
    const { models } = await sampleModels();
    const model = models.find(({ owner }) => owner.service === 'app')!;
    const rendered = renderService(model, anyInputs);
    const cluster = fakeCluster();
    await cluster.apply({ ...rendered.workload!, status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 0 } });
    const wait = { name: 'wait', state: { running: { startedAt: new Date() } } };
    const labels = { 'ccp.io/service': 'app', 'ccp.io/workload': 'app', 'pod-template-hash': '1' };
    await cluster.apply({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'app-1', namespace: 'ns', labels } });
    await cluster.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app-0', namespace: 'ns', labels }, status: { phase: 'Pending', initContainerStatuses: [wait] } });
    cluster.logs.set('app-0/wait', ['{"waitingFor":["endpoints of store","Job app-db-sync-1"],"reason":""}', '{"waitingFor":["Job app-db-sync-1"],"reason":""}']);
    const explained = await explainService(model, rendered, models, { cluster, view: await cluster.view('ns'), redact: (text) => text.replace('app-db-sync', '***') });
    expect(explained.state).toBe('waiting: waits for Job ***-1');
    expect(explained.pods).toEqual([{ name: 'app-0', state: explained.state }]);
    expect(serviceLines(explained)).toContain(`  app-0: ${explained.state}`);
    // Before it has said anything, and when its line is none of its answers.
    cluster.logs.set('app-0/wait', ['Traceback (most recent call last):']);
    expect((await explainService(model, rendered, models, { cluster, view: await cluster.view('ns'), redact: (text) => text })).state).toBe('waiting: waits for what it needs');
  });
});
