import { expect, test } from '@jest/globals';
import type { RawConfiguration } from '../config/index.ts';
import type { ServiceDefinition } from '../definition/index.ts';
import { renderService, type RenderInputs } from '../render/index.ts';
import { sampleApp, sampleDatabase, sampleModels } from '../testing/index.ts';
import { optionUses } from './option-uses.ts';

const inputs: RenderInputs = { imageReference: (name) => name, imageKey: () => 'k', secretVersion: () => 'v', podInit: undefined };
const place = { file: 'ccp.yaml', line: 3, column: 5 };
const raw = (value: object): Pick<RawConfiguration, 'value' | 'locate'> => ({ value: value as Record<string, unknown>, locate: () => place });

async function usesOf(app: ServiceDefinition, written: object = {}): Promise<ReturnType<typeof optionUses>> {
  const { models } = await sampleModels([], [sampleDatabase, app]);
  const model = models.find(({ owner }) => owner.service === 'app')!;
  return optionUses(model, renderService(model, inputs), raw(written));
}

test('options of the template point to it, those of the configuration to their place there', async () => {
  const uses = await usesOf(sampleApp, { services: { app: { files: { 'app.conf': { token: { expiration: 5 } } } } } });
  expect(uses.map(({ section, option, file, where }) => [section, option, file, where])).toEqual([
    ['database', 'connection', '/etc/app/app.conf', { file: 'app.conf.hbs', object: '[database] connection' }],
    ['token', 'expiration', '/etc/app/app.conf', { ...place, object: "services.app.files.'app.conf'.token.expiration" }],
  ]);
});

test('files that depend on the configuration count, when they are of oslo.config', async () => {
  const app: ServiceDefinition = { ...sampleApp, daemon: (context) => ({ ...sampleApp.daemon(context), ownFiles: { '/etc/app/d/one.conf': '[a]\nb = 1\n', '/etc/app/d/one.pem': 'c = 2\n' } }) };
  expect((await usesOf(app)).filter(({ file }) => file.includes('/d/')).map(({ file, section, option }) => [file, section, option])).toEqual([['/etc/app/d/one.conf', 'a', 'b']]);
});

test('a service without files of oslo.config has no options', async () => {
  const app: ServiceDefinition = { ...sampleApp, files: { 'app.conf': { path: '/etc/app/app.conf', template: 'app.conf.hbs' } } };
  expect(await usesOf(app)).toEqual([]);
});
