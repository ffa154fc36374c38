import { basename, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContextPath } from '../definition/index.ts';
import { allSteps, type OwnedImage } from './image-collect.ts';
import type { ContextFile } from './context-file.ts';

/** A file or folder that steps take from a package, and where it stands in the build context. */
export interface ContextSource {
  /** Folder in the context, for example `files/0`. */
  readonly location: string;
  /** Absolute path on this host. */
  readonly path: string;
  /** Octal permission bits that its files get. */
  readonly mode?: string;
}

/** What was found at the path of a {@link ContextSource}. */
export interface ContextContent {
  readonly folder: boolean;
  readonly files: readonly FoundFile[];
}

/** One file of a {@link ContextContent}. */
export interface FoundFile {
  /** Path below the folder; the file's own name when the source is a file. */
  readonly path: string;
  readonly mode: number;
  /** Hex; of a symbolic link: of its target. */
  readonly sha256: string;
  /** Absolute path. */
  readonly file: string;
  readonly link?: string;
}

/** A source together with what was found there. */
export interface FilledSource extends ContextSource, ContextContent {}

/** Everything that the steps of an image take from packages, each place once, in order of first use. */
export function contextSources({ image, directory }: OwnedImage): ContextSource[] {
  const found = new Map<string, ContextSource>();
  const add = (source: ContextPath, mode?: string): void => {
    const path = hostPath(directory, source);
    const identity = `${path}\0${mode ?? ''}`;
    if (found.has(identity)) return;
    found.set(identity, { location: `files/${found.size}`, path, ...(mode === undefined ? {} : { mode }) });
  };
  for (const step of allSteps(image)) {
    if (step.kind === 'copy') add(step.source, step.mode);
    if (step.kind !== 'run') continue;
    for (const mount of step.mounts ?? []) if (mount.kind === 'context') add(mount.source);
  }
  return [...found.values()];
}

/** The entry of `sources` for a path of a step. */
export function sourceAt(sources: readonly FilledSource[], directory: string, source: ContextPath, mode?: string): FilledSource {
  const path = hostPath(directory, source);
  const entry = sources.find((candidate) => candidate.path === path && candidate.mode === mode);
  if (entry === undefined) throw new Error(`${path} was not collected`);
  return entry;
}

/** Path of a source in the build context. A file keeps its name. */
export function contextPath(source: FilledSource): string {
  const [file] = source.files;
  return source.folder || file === undefined ? `${source.location}/` : `${source.location}/${file.path}`;
}

/** Files of all sources with their paths in the context, sorted by these. */
export function contextFiles(sources: readonly FilledSource[], directory: string): ContextFile[] {
  return sources
    .flatMap((source) =>
      source.files.map((file) => ({ ...file, path: `${source.location}/${file.path}`, title: fileTitle(directory, file.file) })),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function hostPath(directory: string, source: ContextPath): string {
  return typeof source === 'string' ? resolve(directory, source) : resolve(fileURLToPath(source));
}

function fileTitle(directory: string, file: string): string {
  const inside = relative(directory, file);
  return inside.startsWith('..') || isAbsolute(inside) ? basename(file) : inside;
}
