import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

// A process takes its second, and many on a busy machine: what can share one does.
jest.setTimeout(60_000);

const program = fileURLToPath(new URL('../bin/ccp.js', import.meta.url));
const runEach = fileURLToPath(new URL('fixtures/run-each.js', import.meta.url));

/** A folder with a package.json and no component: neither configuration nor cluster. */
let folder: string;
beforeAll(() => {
  if (!existsSync(new URL('../dist/cli/main.js', import.meta.url))) throw new Error('these tests run the built command line: npm run build first');
  folder = mkdtempSync(join(tmpdir(), 'ccp-cli-'));
  writeFileSync(join(folder, 'package.json'), '{"name": "empty"}');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function node(...words: string[]): Promise<Result> {
  const child = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

/** The command as users start it. */
const ccp = (...words: string[]): Promise<Result> => node(program, ...words);

/** The built command line once for each of `calls`, in one process. */
async function ccpEach<T extends readonly (readonly string[])[]>(calls: T): Promise<{ [K in keyof T]: Result }> {
  const { stdout, stderr } = await node(runEach, JSON.stringify(calls));
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout) as { [K in keyof T]: Result };
}

const stack = /^\s+at (.+ \(|async |file:|node:)/m;

describe('what is not understood', () => {
  const mistakes = [
    [['plam'], 'Did you mean "plan"?'],
    [['images', 'lst'], 'Did you mean "list"?'],
    [['plan', '--chek'], 'Did you mean "--check"?'],
    [['version', '-o', 'jsn'], 'Did you mean "json"?'],
    [['version', '--format', 'life'], 'Did you mean "live"?'],
    [['version', '-o'], 'See ccp version --help'],
    [['show-dep'], 'See ccp show-dep --help'],
    [['explain', 'DEPLOY_FAILD'], 'Did you mean "DEPLOY_FAILED"?'],
    [['completion', 'bsh'], 'Did you mean "bash"?'],
    [['version', '--log-file', '/absent/folder/log'], 'hint: '],
    [['version', 'too', 'many'], 'See ccp version --help'],
  ] as const;
  let results: readonly Result[];
  beforeAll(async () => {
    results = await ccpEach(mistakes.map(([words]) => words));
  });

  test.each(mistakes.map(([words, hint], index) => [words, hint, index] as const))('%j exits 2 with a hint and no stack', (_, hint, index) => {
    const { code, stdout, stderr } = results[index] as Result;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error USAGE: /);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(stack);
  });

  test('a group without its command shows what there is, and the process ends with 2', async () => {
    const { code, stdout, stderr } = await ccp('images');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/Usage: ccp images[^]*list[^]*why[^]*tree/);
  });
});

describe('without configuration', () => {
  test('help of every command can be read', async () => {
    const { stdout } = await ccp('--help');
    const names = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
    expect(names).toEqual(expect.arrayContaining(['up', 'plan', 'diff', 'explain', 'images', 'completion']));
    const results = await ccpEach(names.map((name) => [name, '--help']));
    expect(results.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, '']));
    expect(results.every(({ stdout: help }) => help.startsWith('Usage: ccp '))).toBe(true);
  });

  test('versions, in every form', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    const [short, json, yaml, names] = await ccpEach([['--version'], ['version', '-o', 'json'], ['version', '-o', 'yaml'], ['version', '-o', 'name']] as const);
    expect(short.stdout).toMatch(new RegExp(`^${version.replaceAll('.', String.raw`\.`)} \\(definition API \\d+\\.\\d+\\)\n$`));
    expect(JSON.parse(json.stdout)).toMatchObject({ ccp: version, components: [] });
    expect(parse(yaml.stdout)).toEqual(JSON.parse(json.stdout));
    expect(names).toMatchObject({ code: 0, stdout: '' });
  });

  test('codes and keys are explained', async () => {
    const [code, key] = await ccpEach([['explain', 'PORT_TAKEN', '-o', 'json'], ['explain', 'builder.width', '-o', 'json']] as const);
    expect(JSON.parse(code.stdout)).toMatchObject({ kind: 'error', exit: 1 });
    expect(JSON.parse(key.stdout)).toMatchObject({ kind: 'key', default: 2 });
  });

  test('the log file has the error with its time, and quiet does not hide it', async () => {
    const file = join(folder, 'ccp.log');
    const { stderr } = await ccp('plan', '--quiet', '--log-file', file, '--set', 'nonsense=1');
    expect(stderr).toContain('error CONFIG_INVALID');
    expect(readFileSync(file, 'utf8')).toMatch(/^\S+Z error CONFIG_INVALID/m);
  });
});
