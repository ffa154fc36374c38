import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from './load.ts';
import { readSecretFile } from './secret-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-secrets-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string | undefined, mode = 0o600): ReturnType<typeof readSecretFile> {
  const file = join(folder, 'ccp.yaml');
  await writeFile(file, 'secrets: {file: ./secrets.yaml}\n');
  if (text !== undefined) {
    await writeFile(join(folder, 'secrets.yaml'), text);
    await chmod(join(folder, 'secrets.yaml'), mode);
  } else await rm(join(folder, 'secrets.yaml'), { force: true });
  const { configuration } = await loadConfiguration(file, [], []);
  if (configuration === undefined) throw new Error('invalid');
  return readSecretFile(configuration);
}

describe('file of secrets', () => {
  test('gives values by full name, from the folder of the configuration', async () => {
    const { imports, faults } = await read('app.password: "pa$$ \\"word\\""\nstore.root: plain\n');
    expect(faults).toEqual([]);
    expect(imports.value('app.password')).toBe('pa$$ "word"');
    expect(imports.value('nothing')).toBeUndefined();
    expect(imports.places.get('store.root')).toMatchObject({ file: join(folder, 'secrets.yaml'), line: 2, column: 1 });
    expect(JSON.stringify(imports)).not.toContain('word');
  });

  test.each([
    ['readable by the group', 'a.b: TopSecretValue\n', 0o640, /can be read by others \(mode 640\)/, {}],
    ['a number', 'a.b: 123456789\n', 0o600, /"a\.b": the value is not text: YAML reads it as a number/, { line: 1, column: 1 }],
    ['a list', 'x.y: good\na.b: [TopSecretValue]\n', 0o600, /"a\.b": the value is not text/, { line: 2 }],
    ['a line end', 'a.b: "TopSecretValue\\nmore"\n', 0o600, /line end/, {}],
    ['empty', 'a.b: ""\n', 0o600, /empty/, {}],
    ['twice', 'a.b: TopSecretValue\na.b: TopSecretValue\n', 0o600, /not valid YAML \(DUPLICATE_KEY\)/, { line: 2 }],
    ['broken', 'a.b: "TopSecretValue\n', 0o600, /not valid YAML/, {}],
    ['no map', '- TopSecretValue\n', 0o600, /must be a map/, {}],
  ])('%s is refused without showing the value', async (_, text, mode, message, place) => {
    const { faults, imports } = await read(text, mode);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) as unknown, where: { file: join(folder, 'secrets.yaml'), ...place } });
    expect(JSON.stringify([faults, faults[0]?.message, faults[0]?.stack])).not.toMatch(/TopSecretValue|123456789/);
    expect(imports.value('a.b')).toBeUndefined();
  });

  test('one that is not there names the key', async () => {
    const { faults } = await read(undefined);
    expect(faults[0]).toMatchObject({ message: expect.stringContaining('(ENOENT)') as unknown, where: { file: join(folder, 'ccp.yaml'), line: 1 } });
  });
});
