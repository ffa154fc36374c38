import type { ContextFile } from './context-file.ts';

/** Where the files of a source are; only what names their content is part of a key. */
export type SourceTree =
  /** `url`: what git understands, or an absolute path. `ref`: what `commit` was found by, tried first when it must be fetched again. */
  | { readonly kind: 'git'; readonly url: string; readonly ref: string; readonly commit: string }
  /** `location`: URL or absolute path. */
  | { readonly kind: 'tarball'; readonly location: string; readonly sha256: string }
  /** `sha256`: digest of paths, modes and contents. */
  | { readonly kind: 'directory'; readonly path: string; readonly sha256: string };

/** A patch of a source. */
export interface PatchFile {
  /** File name; patches are applied in the order of their names. */
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
  /** Absolute path. */
  readonly file: string;
}

/** What a project is built from: either the sdist with `sha256` on the package index, or `tree`. */
export interface SourcePin {
  readonly version: string;
  /** sha256 of the sdist, hex. */
  readonly sha256?: string;
  readonly tree?: SourceTree;
  /** Default: none. */
  readonly patches?: readonly PatchFile[];
}

/** Folder of the build context that a mount of the kind `source` shows: `tree/` and `patches/`, each only if there is one. */
export const sourceFolder = 'source';

/** What names the content of a source without its patches: sha256 or commit, hex. */
export function sourceIdentity({ sha256, tree }: SourcePin): string {
  if (tree === undefined) return sha256 ?? '';
  return tree.kind === 'git' ? tree.commit : tree.sha256;
}

/** The part of a key that stands for a source; patches are context files. */
export function canonicalSource(pin: SourcePin): unknown {
  const { version, sha256, tree } = pin;
  return tree === undefined ? { version, sha256 } : { version, kind: tree.kind, identity: sourceIdentity(pin) };
}

/** Whether the build context has a {@link sourceFolder}. */
export function hasSourceFolder(pin: SourcePin | undefined): boolean {
  return pin?.tree !== undefined || (pin?.patches ?? []).length > 0;
}

/** Patches as files of the build context. */
export function patchFiles(project: string | undefined, pin: SourcePin | undefined): ContextFile[] {
  return (pin?.patches ?? []).map(({ name, sha256, file }) => ({ path: `${sourceFolder}/patches/${name}`, title: `patches/${project ?? ''}/${name}`, mode: 0o644, sha256, file }));
}
