import { pack as createPack } from 'tar-stream';
import type { BuildFile } from '../engine/contracts.ts';

/** The files as an uncompressed tar, sorted, owned by root and without times: same files, same bytes. */
export async function packContext(files: readonly BuildFile[]): Promise<Buffer> {
  const pack = createPack();
  const mtime = new Date(0);
  for (const { path, mode, content, link } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const header = { name: path, mode, mtime, uid: 0, gid: 0 };
    if (link === undefined) pack.entry(header, content);
    else pack.entry({ ...header, type: 'symlink', linkname: link });
  }
  pack.finalize();
  // tar-stream's streams are streamx's, whose types differ.
  return collect(pack as AsyncIterable<unknown>);
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
