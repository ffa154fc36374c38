import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { CcpError } from '../diagnostics/index.ts';
import type { WantedSource } from './sources.ts';

const git = z.strictObject({ git: z.string(), ref: z.string(), commit: z.string().regex(/^[0-9a-f]{40,64}$/), version: z.string() });
const tarball = z.strictObject({ tarball: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), version: z.string() });
const lockSchema = z.strictObject({ version: z.literal(1), sources: z.record(z.string(), z.array(z.union([git, tarball]))) });

/** What a source stood for when it was last fetched; addresses as the configuration writes them. */
export type LockedSource = z.infer<typeof git> | z.infer<typeof tarball>;

/** By project; of one project one entry for each source that was used. */
export type SourceLock = Readonly<Record<string, readonly LockedSource[]>>;

/** Reads a lock file; empty when there is none. Throws CcpError CONFIG_INVALID when it is not what ccp writes. */
export async function readSourceLock(file: string): Promise<SourceLock> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new CcpError('CONFIG_INVALID', `cannot read ${file}: ${(cause as Error).message}`, { where: { file }, hint: 'Make it readable, or remove it and run ccp fetch.', cause });
  }
  const result = lockSchema.safeParse(parsed(text));
  if (result.success) return result.data.sources;
  const [issue] = result.error.issues;
  throw new CcpError('CONFIG_INVALID', `${file} is no lock of sources: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`, { where: { file }, hint: 'Remove it and run ccp fetch, which writes it anew.' });
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Writes a lock file whole, sorted; same content, same bytes. */
export async function writeSourceLock(file: string, lock: SourceLock): Promise<void> {
  const sources = Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = `# What the sources of the configuration stand for; written by ccp fetch. Commit it with the configuration.\n${stringify({ version: 1, sources }, { lineWidth: 0 })}`;
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${randomUUID()}`;
  try {
    await writeFile(fresh, text);
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** The entry for exactly this source; undefined when it is not locked, or when the configuration now expects another content. */
export function lockedAs(lock: SourceLock, project: string, wanted: WantedSource): LockedSource | undefined {
  return (lock[project] ?? []).find((entry) => isFor(entry, wanted) && !(wanted.kind === 'tarball' && wanted.sha256 !== undefined && 'tarball' in entry && entry.sha256 !== wanted.sha256));
}

/** Whether an entry is about this source, whatever its content. */
export function isFor(entry: LockedSource, wanted: WantedSource): boolean {
  if (wanted.kind === 'git') return 'git' in entry && entry.git === wanted.git && entry.ref === wanted.ref;
  return wanted.kind === 'tarball' && 'tarball' in entry && entry.tarball === wanted.tarball;
}

/** Commit, or sha256 of the file. */
export function lockedIdentity(entry: LockedSource): string {
  return 'commit' in entry ? entry.commit : entry.sha256;
}
