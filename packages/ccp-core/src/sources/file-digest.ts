import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What is larger is never in memory as a whole, and is read again only when it changed. */
export const largeBytes = 64 * 1024 * 1024;

/** Digests of small files, by path and state: one run plans images several times. */
const known = new Map<string, Promise<string>>();

/**
 * sha256 of a file in the state that `stats` (with nanoseconds) tells: its size, times and inode. That of a large file is kept in the folder `cache` across
 * runs, since reading gigabytes takes longer than most commands.
 */
export function fileDigest(file: string, stats: BigIntStats, cache: string): Promise<string> {
  const { size, mtimeNs, ctimeNs, ino, dev } = stats;
  const state = [file, dev, ino, size, mtimeNs, ctimeNs].join(' ');
  if (size > largeBytes) return keptDigest(file, state, cache);
  const digest = known.get(state) ?? readFile(file).then(sha256);
  known.set(state, digest);
  return digest;
}

/** sha256 of something in memory. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function keptDigest(file: string, state: string, cache: string): Promise<string> {
  const kept = join(cache, 'digests', sha256(state));
  const before = await readFile(kept, 'utf8').catch(() => '');
  if (/^[0-9a-f]{64}$/.test(before)) return before;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest('hex');
  // A cache that cannot be written only costs time.
  await write(kept, digest).catch(() => undefined);
  return digest;
}

/** Whole or not at all, whoever else writes it. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${randomUUID()}`;
  await writeFile(part, text);
  await rename(part, file);
}
