import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { UploadSource } from '../src/upload-input.ts';

/** Bytes of an image, not yet read. */
export interface Bytes {
  /** SHA-256 that they must have; hex. */
  readonly sha256: string;
  /** Opens them; undefined size: not known before the end. */
  open(): Promise<{ readonly size: number | undefined; readonly stream: Readable }>;
}

/** What was read is not what was wanted. */
export class SourceError extends Error {}

/** Finds out what the bytes of a source must be. A file is trusted: it is part of the container's image. */
export async function bytesOf(source: UploadSource): Promise<Bytes> {
  if ('url' in source) return { sha256: source.sha256, open: () => fetched(source.url) };
  const { file } = source;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { sha256: hash.digest('hex'), open: async () => ({ size: (await stat(file)).size, stream: createReadStream(file) }) };
}

async function fetched(url: string): Promise<{ size: number | undefined; stream: Readable }> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new SourceError(`${url} cannot be fetched: ${String((cause as Error).cause ?? cause)}`);
  });
  if (!response.ok || response.body === null) throw new SourceError(`${url} cannot be fetched: ${response.status} ${response.statusText}`);
  const length = response.headers.get('content-length');
  // The length of what is packed is not that of the content.
  const size = length === null || response.headers.has('content-encoding') ? undefined : Number(length);
  return { size, stream: Readable.fromWeb(response.body) };
}

/** Passes on all chunks but the last, and that one only when the whole has the hash; throws SourceError else. */
export async function* verified(chunks: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let last: Uint8Array | undefined;
  for await (const chunk of chunks) {
    if (last !== undefined) yield last;
    hash.update(chunk);
    last = chunk;
  }
  const found = hash.digest('hex');
  if (found !== sha256) throw new SourceError(`the SHA-256 is ${found}, not ${sha256}`);
  if (last !== undefined) yield last;
}
