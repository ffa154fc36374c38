import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import type { ContextContent, ContextFile, ContextSource, FoundFile } from '../engine/contracts.ts';

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

/** Content of a planned file. Throws CcpError BUILD_FAILED when it is no longer what the key was made from. */
export async function readContextFile(file: ContextFile): Promise<Buffer> {
  const content = await readFile(file.file);
  if (sha256(content) !== file.sha256) {
    throw new CcpError('BUILD_FAILED', `${file.title} changed while images were built.`, { hint: 'Run the command again.', where: { file: file.file } });
  }
  return content;
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
  const stats = await lstat(file);
  if (stats.isSymbolicLink()) {
    const link = await readlink(file);
    return { path, mode: 0o777, sha256: sha256(link), file, link };
  }
  // What a checkout sets besides the executable bit depends on the user's umask.
  const own = (stats.mode & 0o100) === 0 ? 0o644 : 0o755;
  return { path, mode: mode ?? own, sha256: sha256(await readFile(file)), file };
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
