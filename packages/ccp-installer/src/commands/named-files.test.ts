import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedFiles } from './named-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ccp-kubectl-'));
  for (const name of ['here', 'there', 'here/out']) mkdirSync(join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [['apply', '-f', '../there'], ['there']],
  [['apply', '--filename=../there', '-f', '../there'], ['there']],
  [['apply', '-f', 'out'], []],
  [['apply', '-f', '-'], []],
  [['apply', '-f', 'https://example.org/x.yaml'], []],
  [['apply', '-f', '../absent'], []],
  [['get', 'pods', '../there'], []],
  [['apply', '-f'], []],
])('%j: seen beside the current folder are %j', (words, names) => {
  expect(namedFiles(words, join(folder, 'here')).map(({ source }) => source)).toEqual(names.map((name) => join(folder, name)));
});
