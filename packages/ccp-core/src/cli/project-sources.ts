import { homedir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { isFor, lockedAs, readSourceLock, wantedSource, writeSourceLock, type LockedSource, type SourceLock, type WantedSource } from '../config/index.ts';
import type { SourceSpec } from '../definition/index.ts';
import type { Where } from '../diagnostics/index.ts';
import type { FoundSource, SourceRequest } from '../engine/contracts.ts';
import type { Session } from './session.ts';

/** A project of the catalog with what the configuration says of its source. */
export interface ProjectSource {
  readonly project: string;
  /** The source that the image's definition names. */
  readonly spec: SourceSpec;
  /** Undefined: the definition's. */
  readonly wanted: WantedSource | undefined;
  /** Place of the source in the configuration. */
  readonly where: Where;
  /** Its lock entry; undefined when there is none, and for kinds that need none. */
  readonly locked: LockedSource | undefined;
}

/** Folder that relative paths of the configuration are taken from. */
export function configurationFolder({ configuration, options }: Session): string {
  const { file } = configuration.raw;
  return file === undefined ? options.directory : dirname(file);
}

/** All projects that images are made from, sorted. */
export async function projectSources(session: Session): Promise<ProjectSource[]> {
  const { catalog, configuration } = session;
  const lock = await readLocks(session);
  const specs = new Map(catalog.images.flatMap(({ image: { source } }) => (source === undefined ? [] : [[source.project, source] as const])));
  return [...specs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([project, spec]) => {
      const section = configuration.core.sources[project];
      const wanted = section === undefined ? undefined : wantedSource(section);
      const where = { object: `sources.${project}`, ...configuration.raw.locate(['sources', project]) };
      return { project, spec, wanted, where, locked: wanted === undefined ? undefined : lockedAs(lock, project, wanted) };
    });
}

/** An address or path of the configuration as adapters understand it: paths are absolute. */
export function resolvedAddress(session: Session, written: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(written) || /^[^/\s]+@[^/\s]+:/.test(written)) return written;
  return resolve(configurationFolder(session), written.replace(/^~(?=\/|$)/, homedir()));
}

/** What is asked of the source store; undefined for kinds that need no network. */
export function requestFor(session: Session, { wanted, spec }: ProjectSource): SourceRequest | undefined {
  const baseVersion = spec.version;
  if (wanted?.kind === 'git') return { kind: 'git', url: resolvedAddress(session, wanted.git), ref: wanted.ref, baseVersion };
  if (wanted?.kind === 'tarball') return { kind: 'tarball', location: resolvedAddress(session, wanted.tarball), sha256: wanted.sha256, baseVersion };
  return undefined;
}

/** Beside the configuration file for what the file says; in the state folder for what only this run says (`--set`). */
function lockFiles({ configuration, stateDirectory }: Session): { committed: string | undefined; own: string } {
  const { file } = configuration.raw;
  const committed = file === undefined ? undefined : join(dirname(file), `${basename(file, extname(file))}.lock.yaml`);
  return { committed, own: join(stateDirectory, 'sources.lock.yaml') };
}

async function readLocks(session: Session): Promise<SourceLock> {
  const { committed, own } = lockFiles(session);
  const [first, second]: readonly SourceLock[] = await Promise.all([committed === undefined ? {} : readSourceLock(committed), readSourceLock(own)]);
  const projects = [...new Set([...Object.keys(first ?? {}), ...Object.keys(second ?? {})])];
  return Object.fromEntries(projects.map((project) => [project, [...(first?.[project] ?? []), ...(second?.[project] ?? [])]]));
}

/** Records what was found, each in the lock file that it belongs to. */
export async function recordSources(session: Session, sources: readonly ProjectSource[], found: ReadonlyMap<string, FoundSource>): Promise<void> {
  const { committed, own } = lockFiles(session);
  const written = (source: ProjectSource): boolean => committed !== undefined && source.where.file !== undefined;
  const entries = sources.flatMap((source) => {
    const entry = entryFor(source, found.get(source.project));
    return entry === undefined ? [] : [{ source, entry }];
  });
  for (const [file, mine] of [
    [committed, entries.filter(({ source }) => written(source))],
    [own, entries.filter(({ source }) => !written(source))],
  ] as const) {
    if (file === undefined || mine.length === 0) continue;
    const lock: Record<string, readonly LockedSource[]> = { ...(await readSourceLock(file)) };
    for (const { source, entry } of mine) {
      // The committed lock says what the file says now; the other keeps what other runs said.
      const others = file === committed ? [] : (lock[source.project] ?? []).filter((known) => source.wanted !== undefined && !isFor(known, source.wanted));
      lock[source.project] = [entry, ...others];
    }
    await writeSourceLock(file, lock);
  }
}

function entryFor({ wanted }: ProjectSource, found: FoundSource | undefined): LockedSource | undefined {
  if (found === undefined) return undefined;
  const { identity, version } = found;
  if (wanted?.kind === 'git') return { git: wanted.git, ref: wanted.ref, commit: identity, version };
  return wanted?.kind === 'tarball' ? { tarball: wanted.tarball, sha256: identity, version } : undefined;
}
