import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFile } from './log-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ccp-log-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('each line has its time; a second run appends; only the owner may read', () => {
  const file = join(folder, 'ccp.log');
  for (const text of ['one\ntwo\n', 'three\n']) {
    const log = openLogFile(file);
    log.stream.write(text);
    log.close();
  }
  expect(readFileSync(file, 'utf8').replaceAll(/^\S+Z /gm, 'T ')).toBe('T one\nT two\nT three\n');
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
});

test('a file that cannot be written is a fault with its place', () => {
  expect(() => openLogFile(join(folder, 'absent', 'ccp.log'))).toThrow(expect.objectContaining({ code: 'USAGE', where: { file: join(folder, 'absent', 'ccp.log') } }));
});
