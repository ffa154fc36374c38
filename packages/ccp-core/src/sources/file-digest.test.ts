import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { appendFile, lstat, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileDigest, largeBytes } from './file-digest.ts';

let folder: string;
let cache: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  cache = join(folder, 'cache');
});
afterEach(() => rm(folder, { recursive: true }));

const digest = async (file: string): Promise<string> => fileDigest(file, await lstat(file, { bigint: true }), cache);
const kept = (): Promise<string[]> => readdir(join(cache, 'digests')).catch(() => []);

/** A file of holes, larger than what is read into memory. */
async function large(): Promise<string> {
  const file = join(folder, 'disk');
  await writeFile(file, '');
  await truncate(file, largeBytes + 1);
  return file;
}

test('that of a large file is kept for later runs, and is another one when the file changed', async () => {
  const file = await large();
  const before = await digest(file);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(await kept()).toHaveLength(1);
  await appendFile(file, 'x');
  expect(await digest(file)).not.toBe(before);
});

test('a kept one is taken as it is; one that was cut off is not', async () => {
  const file = await large();
  const real = await digest(file);
  const [name = ''] = await kept();
  await writeFile(join(cache, 'digests', name), 'f'.repeat(64));
  expect(await digest(file)).toBe('f'.repeat(64));
  await writeFile(join(cache, 'digests', name), 'f'.repeat(63));
  expect(await digest(file)).toBe(real);
});

test('small files leave nothing', async () => {
  await writeFile(join(folder, 'small'), 'text');
  expect(await digest(join(folder, 'small'))).toBe('982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1');
  expect(await kept()).toEqual([]);
});
