import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CcpError, formatWhere } from '../diagnostics/index.ts';
import { readConfiguration, type RawConfiguration } from './document.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(files: Readonly<Record<string, string>>, sets: string[] = []): Promise<RawConfiguration> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return readConfiguration(join(folder, 'ccp.yaml'), sets);
}

/** `message at file:line:column` of every fault, with names relative to the folder. */
async function faultsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const list = await read(files).then(
    ({ faults }) => faults,
    (error: unknown) => (error instanceof CcpError ? [error, ...error.others] : Promise.reject(error)),
  );
  expect(list.every(({ code, hint }) => code === 'CONFIG_INVALID' && hint !== undefined)).toBe(true);
  return list.map(({ message, where }) => `${message} at ${formatWhere(where)}`.replaceAll(`${folder}/`, ''));
}

describe('files', () => {
  test('included files stand in the place of the document that lists them, relative to it, also within each other', async () => {
    const { value, locate } = await read({
      'ccp.yaml': 'a: 1\nb: 1\nc: 1\nd: 1\n--- !include\n- more/b.yaml\n- more/c.yaml\n---\nd: 2\n',
      'more/b.yaml': 'b: 2\nc: 2\nd: 3\n--- !include\n- deep.yaml\n',
      'more/deep.yaml': 'e: deep\n',
      'more/c.yaml': 'c: 3\n',
    });
    expect(value).toEqual({ a: 1, b: 2, c: 3, d: 2, e: 'deep' });
    expect(locate(['e'])).toEqual({ file: join(folder, 'more/deep.yaml'), line: 1, column: 1 });
  });

  test('a later list or source replaces an earlier one; an assignment changes what it names', async () => {
    const text = 'list: [1, 2]\nsources: {x: {version: "1", sha256: s}, y: {version: "1"}}\n---\nlist: [3]\nsources: {x: {git: g}}\n';
    expect((await read({ 'ccp.yaml': text }, ['sources.x.ref=main'])).value).toEqual({ list: [3], sources: { x: { git: 'g', ref: 'main' }, y: { version: '1' } } });
  });

  test('aliases and merge keys work, and faults find what they bring', async () => {
    const { value, locate } = await read({ 'ccp.yaml': 'a: &x {k: 1}\nb: *x\nc: {<<: *x, l: 2}\n' });
    expect(value).toEqual({ a: { k: 1 }, b: { k: 1 }, c: { k: 1, l: 2 } });
    expect(locate(['c', 'k'])).toMatchObject({ line: 1, column: 8 });
  });

  test('a file of comments takes every default', async () => {
    expect((await read({ 'ccp.yaml': '# nothing yet\n' })).value).toEqual({});
  });

  test.each<[string, Record<string, string>, (string | RegExp)[]]>([
    ['circle', { 'ccp.yaml': '--- !include\n- a.yaml\n', 'a.yaml': '--- !include\n- b.yaml\n', 'b.yaml': 'x: 1\n--- !include [a.yaml]\n' }, ['files include each other: a.yaml -> b.yaml -> a.yaml at b.yaml:2:15']],
    ['same file twice', { 'ccp.yaml': '--- !include\n- a.yaml\n- ./a.yaml\n', 'a.yaml': 'x: 1\n' }, ['a.yaml is included twice at ccp.yaml:3:3']],
    ['all missing files', { 'ccp.yaml': '--- !include\n- a.yaml\n- b.yaml\n' }, ['cannot read a.yaml: there is no such file at ccp.yaml:2:3', 'cannot read b.yaml: there is no such file at ccp.yaml:3:3']],
    ['folder', { 'ccp.yaml': '--- !include [d]\n', 'd/x': '' }, ['cannot read d: it is a folder at ccp.yaml:1:15']],
    ['no list', { 'ccp.yaml': '--- !include {a: b}\n' }, [/./]],
    ['no names', { 'ccp.yaml': '--- !include\n- {a: b}\n' }, ['!include takes a list of file names at ccp.yaml:2:1']],
    ['include inside', { 'ccp.yaml': 'a:\n  !include\n  - b.yaml\n' }, ['!include stands inside a document at ccp.yaml:3:3']],
    ['duplicate keys', { 'ccp.yaml': 'a: 1\nb: {c: 1, c: 2}\na: 2\n' }, ['the key "c" is written twice in one map at ccp.yaml:2:11', 'the key "a" is written twice in one map at ccp.yaml:3:1']],
    ['no map', { 'ccp.yaml': 'a: 1\n---\n- b\n' }, ['the configuration must be a map of sections at ccp.yaml:3:1']],
    ['empty file', { 'ccp.yaml': ' \n' }, ['the file is empty at ccp.yaml:1:1']],
    ['empty included file', { 'ccp.yaml': '--- !include [a.yaml]\n', 'a.yaml': '' }, ['the file is empty at a.yaml:1:1']],
    ['tab', { 'ccp.yaml': 'a:\n\tb: 1\n' }, [/[Tt]abs? .* at ccp\.yaml:2:1/]],
    ['indentation', { 'ccp.yaml': 'a:\n    b: 1\n  c: 1\n' }, [/ at ccp\.yaml:3:/]],
    ['every broken document', { 'ccp.yaml': 'a: [\n---\nb: }\n' }, [/ at ccp\.yaml:2:1/, / at ccp\.yaml:3:/]],
    ['unknown anchor', { 'ccp.yaml': 'a: *none\n' }, [/none at ccp\.yaml:1:4/]],
    ['alias of itself', { 'ccp.yaml': 'a: &x {b: *x}\n' }, [/ at ccp\.yaml:1:11/]],
    ['alias bomb', { 'ccp.yaml': `a0: &a0 [x]\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(', ')}]\n`).join('')}` }, [/alias cannot be followed.* at ccp\.yaml:2:/]],
    ['deep nesting', { 'ccp.yaml': `a: ${'['.repeat(100_000)}` }, [/./]],
    ['unknown tag', { 'ccp.yaml': 'a: !secret x\n' }, [/!secret at ccp\.yaml:1:4/]],
  ])('%s is named with its place', async (_, files, expected) => {
    const found = await faultsOf(files);
    expect(found).toHaveLength(expected.length);
    found.forEach((text, i) => expect(text).toMatch(expected[i] instanceof RegExp ? expected[i] : new RegExp(`^${String(expected[i]).replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`)));
  });

  test('keys that JavaScript knows stay plain keys', async () => {
    const { value } = await read({ 'ccp.yaml': '__proto__: {polluted: 1}\nconstructor: 2\n---\n__proto__: {more: 1}\n' });
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('assignments', () => {
  test.each(['novalue', '=1', 'a..b=1', 'a.=1', "a.'b=1", 'a=[', 'a=*x'])('%s is refused', async (assignment) => {
    await expect(read({ 'ccp.yaml': '{}' }, [assignment])).rejects.toMatchObject({ code: 'CONFIG_INVALID', where: { object: expect.stringContaining('--set') as unknown } });
  });

  test('all that are wrong are told, and secrets in them are not shown', async () => {
    await expect(read({ 'ccp.yaml': '{}' }, ['one', 'two'])).rejects.toMatchObject({ others: [{ message: expect.stringContaining('two') as unknown }] });
    const { locate } = await read({ 'ccp.yaml': '{}' }, ['registry.password=hunter2', 'sources.x.git=https://me:hunter2@host/x', "a.'b.c'.d=1"]);
    expect(formatWhere(locate(['registry', 'password']))).toBe('--set registry.password=***');
    expect(formatWhere(locate(['sources', 'x', 'git']))).not.toContain('hunter2');
    expect(formatWhere(locate(['a', 'b.c', 'd']))).toBe("--set a.'b.c'.d=1");
  });

  test.each([
    ['roles.control=[a, b]', '--set roles.control=[a, b]'],
    ['services.x.config={port: 1, list: [1, {two: 3}]}', '--set services.x.config={port: 1, list: [1, {two: 3}]}'],
    ['services.x.config={port: 1, password: secret}', '--set services.x.config={"port":1,"password":"***"}'],
    ['builder.debianReference=https://me:secret@host/debian', '--set builder.debianReference=https://me:***@host/debian'],
    ['tokens=[secret]', '--set tokens=["***"]'],
  ])('--set %s is shown but for what is secret', async (assignment, shown) => {
    const { locate } = await readConfiguration(undefined, [assignment]);
    expect(formatWhere(locate([assignment.split(/[.=]/)[0] ?? '']))).toBe(shown);
  });
});
