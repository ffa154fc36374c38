import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContentStream } from '../engine/contracts.ts';
import { readContext, readContextFile } from './context-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  await mkdir(join(folder, 'image/nested'), { recursive: true });
  await writeFile(join(folder, 'image/run.sh'), 'exit 0');
  await writeFile(join(folder, 'image/nested/x.py'), 'pass');
  await chmod(join(folder, 'image/run.sh'), 0o700);
  await chmod(join(folder, 'image/nested/x.py'), 0o640);
});
afterEach(() => rm(folder, { recursive: true }));

const read = (path: string, mode?: string): ReturnType<typeof readContext> =>
  readContext({ location: 'files/0', path: join(folder, path), ...(mode === undefined ? {} : { mode }) });

async function bytesOf({ read: chunks }: ContentStream): Promise<number> {
  let size = 0;
  for await (const chunk of chunks()) size += chunk.length;
  return size;
}

describe('files of a build context', () => {
  test('a folder gives all its files, with modes that no umask decides', async () => {
    const { folder: isFolder, files } = await read('image');
    expect(isFolder).toBe(true);
    expect(files.map(({ path, mode }) => [path, mode.toString(8)])).toEqual([
      ['nested/x.py', '644'],
      ['run.sh', '755'],
    ]);
  });

  test('a given mode holds for every file', async () => {
    expect((await read('image', '0600')).files.map(({ mode }) => mode.toString(8))).toEqual(['600', '600']);
  });

  test('a single file keeps its name', async () => {
    expect(await read('image/run.sh')).toMatchObject({ folder: false, files: [{ path: 'run.sh' }] });
  });

  test('nothing there gives no files', async () => {
    expect(await read('gone')).toEqual({ folder: false, files: [] });
  });

  test('what tools leave behind is left out', async () => {
    await mkdir(join(folder, 'image/__pycache__'));
    await writeFile(join(folder, 'image/__pycache__/x.pyc'), '');
    await writeFile(join(folder, 'image/x.py~'), '');
    expect((await read('image')).files).toHaveLength(2);
  });

  test('times do not count, content and links do', async () => {
    const before = await read('image');
    await utimes(join(folder, 'image/run.sh'), 1, 1);
    expect(await read('image')).toEqual(before);
    await symlink('run.sh', join(folder, 'image/link'));
    const link = (await read('image')).files.find(({ path }) => path === 'link');
    expect(link).toMatchObject({ link: 'run.sh' });
  });

  test('a large file is streamed, and told when it changed', async () => {
    const path = join(folder, 'image/disk');
    await writeFile(path, '');
    await truncate(path, 65 * 1024 * 1024);
    const { files } = await read('image/disk');
    const planned = { ...files[0], title: 'image/disk' } as Parameters<typeof readContextFile>[0];
    const content = (await readContextFile(planned)) as ContentStream;
    expect([content.size, await bytesOf(content)]).toEqual([65 * 1024 * 1024, 65 * 1024 * 1024]);
    await truncate(path, 66 * 1024 * 1024);
    await expect(bytesOf(content)).rejects.toMatchObject({ code: 'BUILD_FAILED' });
  });

  test('a file that changed after planning is not built into an image with the old key', async () => {
    const { files } = await read('image/run.sh');
    const planned = { ...files[0], title: 'image/run.sh' } as Parameters<typeof readContextFile>[0];
    expect(String(await readContextFile(planned))).toBe('exit 0');
    await writeFile(join(folder, 'image/run.sh'), 'exit 1');
    await expect(readContextFile(planned)).rejects.toMatchObject({ code: 'BUILD_FAILED' });
  });
});
