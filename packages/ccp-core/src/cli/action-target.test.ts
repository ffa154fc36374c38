import { expect, test } from '@jest/globals';
import { defineAction, type ServiceDefinition } from '../definition/index.ts';
import { sampleApp, sampleDatabase } from '../testing/sample-catalog.ts';
import { sampleModels } from '../testing/sample-desired.ts';
import { actionTarget } from './action-target.ts';

const action = defineAction({ name: 'app-sync', title: 'Sync', service: sampleApp, job: () => ({ command: ['sync'] }) });
const renamed = ['services.app.enabled=false', 'services.front.definition=app'];
const two = ['services.other.definition=app', 'services.other.nodePorts.main=30777'];

async function target(sets: readonly string[], service?: string, services?: readonly ServiceDefinition[]): Promise<string> {
  const { models } = await sampleModels(sets, services);
  return actionTarget({ action, service }, models).owner.service;
}

test.each([
  ['the service itself', [], undefined, 'app'],
  ['the only instance, whose name is another', renamed, undefined, 'front'],
  ['the only instance, by its name', renamed, 'front', 'front'],
  ['the first of two', two, 'app', 'app'],
  ['the second of two', two, 'other', 'other'],
])('an action works on %s', async (_what, sets, service, expected) => {
  expect(await target(sets, service)).toBe(expected);
});

test.each([
  ['two instances and no choice', two, undefined, { code: 'USAGE', message: 'app-sync can work on app and on other', hint: 'Choose with --service app.' }],
  ['a name that is none', two, 'othr', { code: 'USAGE', message: 'app-sync does not work on "othr"', hint: 'Did you mean "other"?' }],
  ['the name of the definition that is switched off', renamed, 'app', { code: 'USAGE', hint: 'Services: front.' }],
  ['no instance', ['services.app.enabled=false'], undefined, { code: 'NOT_DEPLOYED', message: expect.stringContaining('"app"') as unknown }],
])('%s is a fault', async (_what, sets, service, expected) => {
  await expect(target(sets, service)).rejects.toMatchObject(expected);
});

test('what only bears the name of the definition is no instance of it', async () => {
  const spare: ServiceDefinition = { ...sampleDatabase, name: 'spare', instantiate: 'on-demand' };
  await expect(target(['services.app.definition=spare'], undefined, [sampleDatabase, sampleApp, spare])).rejects.toMatchObject({ code: 'NOT_DEPLOYED' });
});
