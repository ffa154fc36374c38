import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import type { BuildFile } from '../engine/contracts.ts';
import { runGit, textOf } from './git.ts';
import type { Environment } from './host-settings.ts';

/** What tools leave behind in a folder that is no git work tree. */
const leftBehind = /^(__pycache__|node_modules|\.git|\.tox|\.venv|venv|\.eggs|\.stestr|\.mypy_cache|\.pytest_cache|\.DS_Store|.*\.egg-info|.*\.pyc|.*~|.*\.swp)$/;

/**
 * Files of a folder as they are now, sorted by path. Of a git work tree: what is tracked, with its changes, and what is new and
 * not ignored; of any other folder everything but what tools leave behind. Throws CcpError SOURCE_FAILED when there is none.
 */
export async function directoryFiles(folder: string, env: Environment): Promise<BuildFile[]> {
  const stats = await lstat(folder).catch(() => undefined);
  if (stats?.isDirectory() !== true) throw new CcpError('SOURCE_FAILED', `there is no folder ${folder}`, { hint: 'Check the path; a relative one is taken from the folder of the configuration file.' });
  const paths = (await gitPaths(folder, env)) ?? (await walk(folder, folder));
  const files = await Promise.all([...new Set(paths)].map((path) => readEntry(join(folder, path), path)));
  return files.filter((file) => file !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** sha256 in hex over paths, modes and contents. */
export function treeDigest(files: readonly BuildFile[]): string {
  const digest = createHash('sha256');
  for (const { path, mode, link, content } of files) {
    const body = createHash('sha256').update(link ?? content).digest('hex');
    digest.update(JSON.stringify([path, mode, link === undefined ? 'file' : 'link', body]));
  }
  return digest.digest('hex');
}

/** Output of `git describe` for the commit that a work tree stands at, and the commit; undefined without one. */
export async function describeDirectory(folder: string, env: Environment): Promise<{ commit: string; described: string | undefined } | undefined> {
  const head = await runGit(['rev-parse', '--verify', '--quiet', 'HEAD'], { env, cwd: folder });
  if (!head.ok) return undefined;
  const described = await runGit(['describe', '--tags', '--long', '--match', '[0-9]*', '--match', 'v[0-9]*', '--exclude', '*-*', 'HEAD'], { env, cwd: folder });
  return { commit: textOf(head), described: described.ok ? textOf(described) : undefined };
}

/** Undefined when the folder is no work tree of its own. */
async function gitPaths(folder: string, env: Environment): Promise<string[] | undefined> {
  if ((await lstat(join(folder, '.git')).catch(() => undefined)) === undefined) return undefined;
  const listed = await runGit(['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { env, cwd: folder });
  if (!listed.ok) throw new CcpError('SOURCE_FAILED', `git cannot list the files of ${folder}`, { evidence: listed.lines, hint: 'The messages of git say why.' });
  return listed.stdout.toString('utf8').split('\0').filter((path) => path !== '');
}

async function walk(top: string, folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => !leftBehind.test(entry.name));
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(top, path) : [relative(top, path)];
    }),
  );
  return nested.flat();
}

/** Undefined for what is tracked and was removed, and for what is no file (a submodule). */
async function readEntry(file: string, path: string): Promise<BuildFile | undefined> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats?.isSymbolicLink() === true) return { path, mode: 0o777, content: Buffer.alloc(0), link: await readlink(file) };
  if (stats?.isFile() !== true) return undefined;
  return { path, mode: (stats.mode & 0o100) === 0 ? 0o644 : 0o755, content: await readFile(file) };
}
