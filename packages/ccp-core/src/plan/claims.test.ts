import { expect, test } from '@jest/globals';
import type { ServiceDefinition } from '../definition/index.ts';
import { sampleApp, sampleDatabase } from '../testing/sample-catalog.ts';
import { sampleModels } from '../testing/sample-desired.ts';
import { requiredSecrets } from './models.ts';

test('a further part gets a value and jobs of its own, and shares the secrets of its service', async () => {
  const app: ServiceDefinition = { ...sampleApp, further: { database: ['cell0'] } };
  const { models } = await sampleModels([], [sampleDatabase, app]);
  const model = models.find(({ owner }) => owner.service === 'app');
  expect([...(model?.jobs.keys() ?? [])]).toEqual(expect.arrayContaining(['db-create', 'cell0-db-create']));
  expect(model?.context.further.database?.['cell0']).toBeDefined();
  expect(Object.keys(requiredSecrets(models)).filter((name) => name.includes('database-password'))).toEqual(['app.database-password']);
});
