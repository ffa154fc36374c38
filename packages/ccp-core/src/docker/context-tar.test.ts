import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { extract, type Header } from 'tar-stream';
import type { BuildFile } from '../engine/contracts.ts';
import { packContext } from './context-tar.ts';

const files: BuildFile[] = [
  { path: 'b/link', mode: 0o777, content: Buffer.alloc(0), link: '../a' },
  { path: 'a', mode: 0o755, content: Buffer.from('exit 0') },
];

async function packed(given: Parameters<typeof packContext>[0]): Promise<Buffer> {
  const tar = await packContext(given);
  return Buffer.isBuffer(tar) ? tar : buffer(tar);
}

async function entries(tar: Buffer): Promise<[string, string, number | undefined, string][]> {
  const found: [string, string, number | undefined, string][] = [];
  const reader = extract();
  reader.end(tar);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const header = entry.header as Header;
    found.push([header.name, header.type ?? '', header.mode, header.linkname ?? Buffer.concat(chunks).toString()]);
  }
  return found;
}

describe('tar of a build context', () => {
  test('same files, same bytes, whatever their order', async () => {
    expect((await packed(files)).equals(await packed([...files].reverse()))).toBe(true);
  });

  test('holds modes and links', async () => {
    expect(await entries(await packed(files))).toEqual([
      ['a', 'file', 0o755, 'exit 0'],
      ['b/link', 'symlink', 0o777, '../a'],
    ]);
  });

  test('a large file arrives whole', async () => {
    const content = Buffer.alloc(3_000_000, 'x');
    const [entry] = await entries(await packed([{ path: 'large', mode: 0o644, content }]));
    expect(entry?.[3]).toHaveLength(content.length);
  });

  test('a file that is streamed gives the same tar, without being in memory', async () => {
    const content = Buffer.alloc(3_000_000, 'x');
    const read = async function* (): AsyncGenerator<Buffer> {
      for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
    };
    const large = { path: 'large', mode: 0o644 };
    const tar = await packContext([...files, { ...large, content: { size: content.length, read } }]);
    expect(tar).toBeInstanceOf(Readable);
    expect((await buffer(tar as Readable)).equals(await packed([...files, { ...large, content }]))).toBe(true);
  });

  test('what is wrong with a streamed file is told', async () => {
    const read = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('x');
      throw new Error('it changed');
    };
    const tar = (await packContext([{ path: 'large', mode: 0o644, content: { size: 2, read } }])) as Readable;
    await expect(buffer(tar)).rejects.toThrow('it changed');
  });
});
