import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
// What the fixtures import: jest's loader loses modules that are imported by two at once.
import '../index.ts';
import '../testing/index.ts';
import { openSession } from './open-session.ts';
import { checkSession, type CheckedSession } from './session-check.ts';
import type { SessionOptions } from './session.ts';

const directory = fileURLToPath(new URL('../../test/fixtures/environment', import.meta.url));
let secrets: string;
beforeAll(async () => {
  secrets = join(await mkdtemp(join(tmpdir(), 'ccp-session-')), 'secrets.yaml');
});
afterAll(() => rm(join(secrets, '..'), { recursive: true }));

/** The fixture's sound component, with these values over its defaults. */
function options(...sets: string[]): SessionOptions {
  return { directory, sets: ['components=[ccp-sample]', ...sets], events: () => undefined, signal: new AbortController().signal };
}

async function check(...sets: string[]): Promise<CheckedSession> {
  return checkSession(options(...sets));
}

async function writeSecrets(values: Readonly<Record<string, string>>): Promise<string> {
  await writeFile(secrets, JSON.stringify(values), { mode: 0o600 });
  return `secrets.file=${secrets}`;
}

describe('a service that is bound to more than it requires', () => {
  test('is sound as it is', async () => {
    const { session, faults } = await check();
    expect(faults).toEqual([]);
    expect(session.bindings.get('app')).toEqual(new Map([['database', 'store'], ['cache', 'stub-cache']]));
  });

  test('is rendered: a patch that matches nothing of it is a fault', async () => {
    const { faults } = await check('services.app.patches=[{kind: Statefulset, patch: {metadata: {labels: {a: b}}}}]');
    expect(faults).toEqual([expect.objectContaining({ code: 'CONFIG_INVALID', message: 'the patch matches no object: Statefulset' })]);
  });
});

describe('images that cannot be built', () => {
  test('are told with all other faults, without an engine', async () => {
    const { faults } = await check('components=[ccp-sample, ccp-faulty]', 'replicas.app=-1');
    expect(faults.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^CATALOG_INVALID There is no file at .*components\/faulty\/image\/gone\.py/),
      'CATALOG_INVALID The image has no user.',
      'CATALOG_INVALID Stage final uses the stage later, which does not come before it.',
      expect.stringMatching(/^CONFIG_INVALID replicas\.app/),
    ]);
    expect(faults[0]?.where?.object).toBe('image lost');
  });
});

describe('an image that follows from the configuration', () => {
  test('is in the catalog, made of what the configuration names', async () => {
    const { session, faults } = await check('components=[ccp-disks]', `services.disks.config.file=${directory}/package.json`);
    expect([faults, session.catalog.images.map(({ image }) => image.name)]).toEqual([[], ['sample', 'disks-own']]);
  });

  test('whose file is not there is one fault, with its key', async () => {
    const { faults } = await check('components=[ccp-disks]', 'services.disks.config.file=/gone');
    expect(faults).toEqual([expect.objectContaining({ code: 'CONFIG_INVALID', message: 'services.disks.config.file: /gone is not there' })]);
  });
});

describe('imported secrets', () => {
  test('that services need are no fault', async () => {
    expect((await check(await writeSecrets({ 'store.root': 'r', 'app.database-password': 'p' }))).faults).toEqual([]);
  });

  test('with a name that none needs are told with their place and the nearest', async () => {
    const { faults } = await check(await writeSecrets({ 'store.root': 'r', 'app.database-pasword': 'p' }));
    expect(faults).toEqual([
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: 'no service needs the secret "app.database-pasword"',
        hint: 'Did you mean "app.database-password"?',
        where: expect.objectContaining({ file: secrets, line: 1 }) as unknown,
      }),
    ]);
  });

  test('that none needs are refused by whatever plans or deploys', async () => {
    await expect(openSession(options(await writeSecrets({ 'app.pasword': 'p' })))).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: 'no service needs the secret "app.pasword"' });
  });

  test('may be of a component that is missing, which is the only fault then', async () => {
    const { faults } = await check(await writeSecrets({ 'other.password': 'p' }), 'components=[ccp-sample, entirely-different]');
    expect(faults.map(({ message }) => message)).toEqual(['component "entirely-different" is not installed']);
  });
});
