import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile, readdir, readlink, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import type { ContentStream, ContextContent, ContextFile, ContextSource, FoundFile } from '../engine/contracts.ts';
import { cacheFolder } from './cache-folder.ts';
import { fileDigest, largeBytes, sha256 } from './file-digest.ts';

/** What tools leave behind in a source tree and what no image wants. */
const ignored = /^(__pycache__|node_modules|\.git|\.DS_Store|.*\.pyc|.*~|.*\.swp)$/;

/** Files at the path of `source` with permission bits and digests, sorted by path; none when nothing is there. */
export async function readContext(source: ContextSource): Promise<ContextContent> {
  const stats = await lstat(source.path).catch(() => undefined);
  if (stats === undefined) return { folder: false, files: [] };
  const mode = source.mode === undefined ? undefined : Number.parseInt(source.mode, 8);
  if (!stats.isDirectory()) return { folder: false, files: [await readEntry(source.path, basename(source.path), mode)] };
  const paths = await listFiles(source.path);
  const files = await Promise.all(paths.map((path) => readEntry(path, relative(source.path, path), mode)));
  return { folder: true, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Content of a planned file; a large one as a stream. Throws CcpError BUILD_FAILED when it is no longer what the key was made from. */
export async function readContextFile(file: ContextFile): Promise<Buffer | ContentStream> {
  const { size } = await stat(file.file);
  if (size > largeBytes) return { size, read: () => verified(file) };
  const content = await readFile(file.file);
  if (sha256(content) !== file.sha256) throw changed(file);
  return content;
}

async function* verified(file: ContextFile): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file.file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== file.sha256) throw changed(file);
}

function changed({ title, file }: ContextFile): CcpError {
  return new CcpError('BUILD_FAILED', `${title} changed while images were built.`, { hint: 'Run the command again.', where: { file } });
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries
    .filter((entry) => !ignored.test(entry.name))
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : Promise.resolve([path]);
    });
  return (await Promise.all(nested)).flat();
}

async function readEntry(file: string, path: string, mode: number | undefined): Promise<FoundFile> {
  const stats = await lstat(file, { bigint: true });
  if (stats.isSymbolicLink()) {
    const link = await readlink(file);
    return { path, mode: 0o777, sha256: sha256(link), file, link };
  }
  // What a checkout sets besides the executable bit depends on the user's umask.
  const own = (Number(stats.mode) & 0o100) === 0 ? 0o644 : 0o755;
  return { path, mode: mode ?? own, sha256: await fileDigest(file, stats, cacheFolder()), file };
}
