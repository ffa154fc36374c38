import { describe, expect, test } from '@jest/globals';
import { extract, type Header } from 'tar-stream';
import type { BuildFile } from '../engine/contracts.ts';
import { packContext } from './context-tar.ts';

const files: BuildFile[] = [
  { path: 'b/link', mode: 0o777, content: Buffer.alloc(0), link: '../a' },
  { path: 'a', mode: 0o755, content: Buffer.from('exit 0') },
];

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
    expect((await packContext(files)).equals(await packContext([...files].reverse()))).toBe(true);
  });

  test('holds modes and links', async () => {
    expect(await entries(await packContext(files))).toEqual([
      ['a', 'file', 0o755, 'exit 0'],
      ['b/link', 'symlink', 0o777, '../a'],
    ]);
  });

  test('a large file arrives whole', async () => {
    const content = Buffer.alloc(3_000_000, 'x');
    const [entry] = await entries(await packContext([{ path: 'large', mode: 0o644, content }]));
    expect(entry?.[3]).toHaveLength(content.length);
  });
});
