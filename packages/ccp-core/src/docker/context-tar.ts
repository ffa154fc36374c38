import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack as createPack, type Header, type Pack } from 'tar-stream';
import type { BuildFile, ContentStream, StreamedFile } from '../engine/contracts.ts';

/** The files as an uncompressed tar, sorted, owned by root and without times: same files, same bytes. A stream only when one of them is to be streamed. */
export function packContext(files: readonly BuildFile[]): Promise<Buffer>;
export function packContext(files: readonly (BuildFile | StreamedFile)[]): Promise<Buffer | Readable>;
export async function packContext(files: readonly (BuildFile | StreamedFile)[]): Promise<Buffer | Readable> {
  const tar = Readable.from(packed([...files].sort((a, b) => (a.path < b.path ? -1 : 1))));
  return files.every(({ content }) => Buffer.isBuffer(content)) ? buffer(tar) : tar;
}

async function* packed(files: readonly (BuildFile | StreamedFile)[]): AsyncGenerator<Uint8Array> {
  const pack = createPack();
  const filled = fill(pack, files).catch((fault: unknown) => pack.destroy(fault as Error));
  // tar-stream's streams are streamx's, whose types differ.
  yield* pack as AsyncIterable<Uint8Array>;
  await filled;
}

async function fill(pack: Pack, files: readonly (BuildFile | StreamedFile)[]): Promise<void> {
  for (const file of files) {
    const header = { name: file.path, mode: file.mode, mtime: new Date(0), uid: 0, gid: 0 };
    if (!Buffer.isBuffer(file.content)) await fillOne(pack, header, file.content);
    else if ('link' in file && file.link !== undefined) pack.entry({ ...header, type: 'symlink', linkname: file.link });
    else pack.entry(header, file.content);
  }
  pack.finalize();
}

async function fillOne(pack: Pack, header: Partial<Header> & Pick<Header, 'name'>, { size, read }: ContentStream): Promise<void> {
  const sink = pack.entry({ ...header, size });
  // What breaks it is told by the pack.
  sink.on('error', () => undefined);
  for await (const chunk of read()) if (!sink.write(chunk)) await once(sink, 'drain');
  const ended = once(sink, 'finish');
  sink.end(undefined);
  await ended;
}
