import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CcpError, nearest, throwAll } from '../diagnostics/index.ts';
import type { BuildHost, PatchFile } from '../engine/contracts.ts';
import { resolveSources } from '../engine/resolve-sources.ts';
import type { SourcePin } from '../plan/image-source.ts';
import { configurationFolder, projectSources, recordSources, requestFor, resolvedAddress, type ProjectSource } from './project-sources.ts';
import type { Session } from './session.ts';

/**
 * What every project that differs from its release is built from, without the network. Throws, all in one go, SOURCE_UNLOCKED for
 * what was never fetched, PATCH_FAILED, SOURCE_FAILED and CONFIG_INVALID.
 */
export async function sourcePins(session: Session, host: BuildHost): Promise<Record<string, SourcePin>> {
  const sources = await projectSources(session);
  const faults: CcpError[] = await strayPatches(session, sources);
  const pins: Record<string, SourcePin> = {};
  for (const source of sources) {
    try {
      const pin = await pinOf(session, host, source);
      if (pin !== undefined) pins[source.project] = pin;
    } catch (fault) {
      if (!(fault instanceof CcpError) || fault.code === 'INTERRUPTED') throw fault;
      faults.push(fault);
    }
  }
  throwAll(faults);
  return pins;
}

/** Looks for what no lock records yet, and says so; does nothing when all is locked. Throws what {@link resolveSources} found wrong. */
export async function lockSources(session: Session, host: BuildHost): Promise<void> {
  const { events, signal } = session.options;
  const unlocked = (await projectSources(session)).filter((source) => source.locked === undefined && requestFor(session, source) !== undefined);
  if (unlocked.length === 0) return;
  events({ type: 'message', level: 'info', text: `Not locked yet, so looked for now: ${unlocked.map(({ project }) => `source of ${project}`).join(', ')}. Later runs use what is found; ccp fetch looks again.` });
  const { found, faults } = await resolveSources(tasksFor(session, unlocked), host.sources, { events, signal });
  await recordSources(session, unlocked, found);
  throwAll(faults);
}

/** Tasks for those of `sources` that need looking for. */
export function tasksFor(session: Session, sources: readonly ProjectSource[]): Parameters<typeof resolveSources>[0] {
  return sources.flatMap((source) => {
    const request = requestFor(session, source);
    return request === undefined ? [] : [{ project: source.project, request, where: source.where }];
  });
}

async function pinOf(session: Session, host: BuildHost, source: ProjectSource): Promise<SourcePin | undefined> {
  const patches = await patchesOf(session, host, source.project);
  const pin = await unpatched(session, host, source);
  if (patches.length === 0) return pin;
  await host.sources.checkPatches(pin?.tree, patches, session.options.signal);
  const { version, sha256 } = source.spec;
  return { ...(pin ?? { version, sha256 }), patches };
}

/** Undefined: the definition's own source. */
async function unpatched(session: Session, host: BuildHost, source: ProjectSource): Promise<SourcePin | undefined> {
  const { wanted, spec } = source;
  switch (wanted?.kind) {
    case undefined:
      return undefined;
    case 'sdist':
      return { version: wanted.version, sha256: wanted.sha256 ?? releaseDigest(source, wanted.version) };
    case 'directory': {
      const path = resolvedAddress(session, wanted.directory);
      const { identity, version } = await host.sources.readDirectory(path, spec.version).catch((fault: unknown) => atPlace(fault, source));
      return { version, tree: { kind: 'directory', path, sha256: identity } };
    }
    default:
      return lockedPin(session, source);
  }
}

function lockedPin(session: Session, { wanted, locked, where, project }: ProjectSource): SourcePin {
  if (wanted?.kind === 'git' && locked !== undefined && 'commit' in locked) {
    return { version: locked.version, tree: { kind: 'git', url: resolvedAddress(session, wanted.git), ref: wanted.ref, commit: locked.commit } };
  }
  if (wanted?.kind === 'tarball' && locked !== undefined && 'tarball' in locked) {
    return { version: locked.version, tree: { kind: 'tarball', location: resolvedAddress(session, wanted.tarball), sha256: locked.sha256 } };
  }
  throw unlocked(project, where);
}

function releaseDigest({ spec, project, where }: ProjectSource, version: string): string {
  if (version === spec.version) return spec.sha256;
  throw new CcpError('CONFIG_INVALID', `sources.${project}: version ${version} needs its sha256; the release knows only that of ${spec.version}`, { where, hint: `Set sources.${project}.sha256 to the sha256 of the source distribution.` });
}

function unlocked(project: string, where: ProjectSource['where']): CcpError {
  return new CcpError('SOURCE_UNLOCKED', `the source of ${project} is not locked yet`, { where, hint: 'Run ccp fetch with the same configuration and --set; ccp build, ccp up and ccp deploy lock it too.' });
}

function atPlace(fault: unknown, { project, where }: ProjectSource): never {
  if (!(fault instanceof CcpError)) throw fault;
  throw new CcpError(fault.code, `source of ${project}: ${fault.message}`, { where, evidence: fault.evidence, cause: fault, ...(fault.hint === undefined ? {} : { hint: fault.hint }) });
}

function patchFolder(session: Session): string {
  return resolve(configurationFolder(session), session.configuration.core.builder.patches);
}

async function patchesOf(session: Session, host: BuildHost, project: string): Promise<PatchFile[]> {
  const { folder, files } = await host.readContext({ location: 'patches', path: resolve(patchFolder(session), project) });
  const patches = folder ? files.filter(({ path }) => /^[^/]+\.patch$/.test(path)) : [];
  return patches.map(({ path, sha256, file }) => ({ name: path, sha256, file }));
}

/** Patches of what no image is made from would change nothing. */
async function strayPatches(session: Session, sources: readonly ProjectSource[]): Promise<CcpError[]> {
  const folder = patchFolder(session);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const projects = sources.map(({ project }) => project);
  return entries
    .filter((entry) => entry.isDirectory() && !projects.includes(entry.name))
    .map(({ name }) => {
      const near = nearest(name, projects);
      return new CcpError('CONFIG_INVALID', `patches of "${name}": no image is made from this project`, { where: { file: resolve(folder, name) }, hint: near === undefined ? `Projects: ${projects.join(', ') || 'none'}.` : `Did you mean "${near}"?` });
    });
}
