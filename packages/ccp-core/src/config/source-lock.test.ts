import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockedAs, readSourceLock, writeSourceLock } from './source-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

const commit = 'c'.repeat(40);
const sha256 = 'a'.repeat(64);
const lock = {
  nova: [{ tarball: 'nova.tar.gz', sha256, version: '34.0.0' }],
  keystone: [
    { git: '../keystone', ref: 'master', commit, version: '30.0.1' },
    { git: '../keystone', ref: 'feature', commit: 'd'.repeat(40), version: '30.0.2' },
  ],
};

test('what is written is read again, and only the file is left', async () => {
  const file = join(folder, 'ccp.lock.yaml');
  await writeSourceLock(file, lock);
  expect(await readSourceLock(file)).toEqual(lock);
  expect((await readFile(file, 'utf8')).indexOf('keystone')).toBeLessThan((await readFile(file, 'utf8')).indexOf('nova'));
  expect(await readdir(folder)).toEqual(['ccp.lock.yaml']);
});

test('no file is an empty lock; another file is refused with its name', async () => {
  expect(await readSourceLock(join(folder, 'none.yaml'))).toEqual({});
  await writeFile(join(folder, 'bad.yaml'), 'sources: {keystone: [{git: x}]}\n');
  await expect(readSourceLock(join(folder, 'bad.yaml'))).rejects.toMatchObject({ code: 'CONFIG_INVALID', where: { file: join(folder, 'bad.yaml') } });
});

test('an entry holds for its repository and ref, and for its tarball with the expected content', () => {
  expect(lockedAs(lock, 'keystone', { kind: 'git', git: '../keystone', ref: 'feature' })).toMatchObject({ version: '30.0.2' });
  expect(lockedAs(lock, 'keystone', { kind: 'git', git: '../keystone', ref: 'other' })).toBeUndefined();
  expect(lockedAs(lock, 'nova', { kind: 'tarball', tarball: 'nova.tar.gz', sha256: undefined })).toMatchObject({ version: '34.0.0' });
  expect(lockedAs(lock, 'nova', { kind: 'tarball', tarball: 'nova.tar.gz', sha256: 'b'.repeat(64) })).toBeUndefined();
  expect(lockedAs(lock, 'glance', { kind: 'directory', directory: 'x' })).toBeUndefined();
});
