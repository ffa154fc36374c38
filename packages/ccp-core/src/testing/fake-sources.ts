import type { BuildFile, FoundSource, SourceStore } from '../engine/contracts.ts';

/** A store in memory: what each address and ref (`address ref`), tarball and folder is, and its files by identity. Default: nothing is anywhere. */
export function fakeSources(found: Readonly<Record<string, FoundSource>> = {}, files: Readonly<Record<string, readonly BuildFile[]>> = {}): SourceStore {
  const look = (name: string): FoundSource => {
    const source = found[name];
    if (source === undefined) throw new Error(`the fake has no source ${name}`);
    return source;
  };
  return {
    resolve: async (request) => look(request.kind === 'git' ? `${request.url} ${request.ref}` : request.location),
    readDirectory: async (path) => look(path),
    countCommits: async () => undefined,
    readTree: async (tree) => [...(files[tree.kind === 'git' ? tree.commit : tree.sha256] ?? [])],
    checkPatches: async () => undefined,
  };
}
