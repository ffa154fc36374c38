import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import type { BuildFile, PatchFile } from '../engine/contracts.ts';
import { runGit } from './git.ts';
import type { Environment } from './host-settings.ts';

/** With what {@link checkPatches} works. */
export interface PatchCheck {
  /** Folder that remembers what was found good. */
  readonly cache: string;
  readonly env: Environment;
  /** Names the content of the tree. */
  readonly identity: string;
  /** Undefined: the files are not known here, and only the patches themselves are looked at. */
  readonly readTree: (() => Promise<readonly BuildFile[]>) | undefined;
}

/** Throws CcpError PATCH_FAILED for a patch that does not apply after those before it, or that changes nothing. */
export async function checkPatches(patches: readonly PatchFile[], { cache, env, identity, readTree }: PatchCheck): Promise<void> {
  for (const patch of patches) await requireChange(patch);
  if (readTree === undefined || patches.length === 0) return;
  const digest = createHash('sha256').update(JSON.stringify([identity, ...patches.map(({ name, sha256 }) => [name, sha256])])).digest('hex');
  const mark = join(cache, digest);
  if ((await stat(mark).catch(() => undefined)) !== undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'ccp-patches-'));
  try {
    await writeTree(folder, await readTree());
    for (const patch of patches) await applyPatch(folder, patch, env);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const fresh = `${mark}.${randomUUID()}`;
  await writeFile(fresh, '');
  await rename(fresh, mark);
}

async function requireChange({ name, file }: PatchFile): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (/^(@@ |rename (from|to) |(old|new|deleted file|new file) mode |GIT binary patch)/m.test(text)) return;
  throw new CcpError('PATCH_FAILED', `${name} changes nothing`, { where: { file }, hint: 'Remove it, or write it anew with git diff or git format-patch.' });
}

async function writeTree(folder: string, files: readonly BuildFile[]): Promise<void> {
  for (const parent of new Set(files.map(({ path }) => dirname(path)))) await mkdir(join(folder, parent), { recursive: true });
  for (const { path, mode, content, link } of files) {
    if (link === undefined) await writeFile(join(folder, path), content, { mode });
    else await symlink(link, join(folder, path));
  }
}

async function applyPatch(folder: string, { name, file }: PatchFile, env: Environment): Promise<void> {
  // The folder is no repository; one above it must not be taken for its own.
  const options = { env: { ...env, GIT_CEILING_DIRECTORIES: dirname(folder) }, cwd: folder };
  const applied = await runGit(['apply', '--', file], options);
  if (applied.ok) return;
  const isThere = (await runGit(['apply', '--check', '--reverse', '--', file], options)).ok;
  const text = await readFile(file, 'utf8');
  const hunk = hunkOf(text, applied.lines);
  throw new CcpError('PATCH_FAILED', isThere ? `${name} changes nothing: the source has it already` : `${name} does not apply${hunk === undefined ? '' : `: ${hunk.title}`}`, {
    where: hunk === undefined ? { file } : { file, line: hunk.line },
    evidence: applied.lines,
    hint: isThere ? 'Remove it.' : 'Write it anew against this source, or set another source.',
  });
}

/** The hunk that git's `patch failed: FILE:LINE` is about, with its line in the patch. */
export function hunkOf(patch: string, messages: readonly string[]): { title: string; line: number } | undefined {
  const failed = messages.map((message) => /patch failed: (.+):(\d+)$/.exec(message)).find((match) => match !== null);
  const hunks = hunksOf(patch).filter(({ path }) => path === failed?.[1]);
  const number = hunks.findIndex(({ start }) => start === failed?.[2]);
  const hunk = hunks[number];
  return hunk === undefined ? undefined : { title: `hunk ${number + 1} of ${hunk.path} (${hunk.header})`, line: hunk.line };
}

interface Hunk {
  readonly path: string;
  readonly header: string;
  /** Line of the file that it begins at, as the patch writes it. */
  readonly start: string | undefined;
  /** Line of the patch. */
  readonly line: number;
}

function hunksOf(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  let path = '';
  for (const [index, line] of patch.split('\n').entries()) {
    path = /^(?:---|\+\+\+) (?!\/dev\/null)(?:[ab]\/)?(.+?)(?:\t.*)?$/.exec(line)?.[1] ?? path;
    const hunk = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@/.exec(line);
    if (hunk !== null) hunks.push({ path, header: hunk[0], start: hunk[1], line: index + 1 });
  }
  return hunks;
}
