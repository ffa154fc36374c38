import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writtenPassword } from './credentials.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ['is there', 'clouds: {ccp: {auth: {password: p4ss}}}', 'p4ss'],
  ['is not text', 'clouds: {ccp: {auth: {password: 7}}}', undefined],
  ['stands in a broken file', 'clouds: {ccp: [', undefined],
  ['is not in an empty file', '', undefined],
])('the password that was written: it %s', async (_, text, password) => {
  await writeFile(join(folder, 'clouds.yaml'), text);
  expect(await writtenPassword(folder)).toBe(password);
});

test('no password where nothing was written', async () => {
  expect(await writtenPassword(folder)).toBeUndefined();
});
