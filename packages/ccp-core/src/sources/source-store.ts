import { join } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import type { BuildFile, FoundSource, SourceRequest, SourceStore, SourceTree } from '../engine/contracts.ts';
import { cacheFolder } from './cache-folder.ts';
import { describeDirectory, directoryFiles, treeDigest } from './directory-files.ts';
import { GitMirror } from './git-mirror.ts';
import type { Environment } from './host-settings.ts';
import { checkPatches } from './patch-check.ts';
import { readTar, readTarball } from './read-tar.ts';
import { getTarball, keptTarball } from './tarball-cache.ts';
import { versionOfCommit, versionOfMetadata, withLocalPart } from './tree-version.ts';

/** Sources with a cache in `$XDG_CACHE_HOME/ccp/sources` (default: `~/.cache/ccp/sources`) of `env`. */
export function connectSources(env: Environment): SourceStore {
  return new CachedSources(join(cacheFolder(env), 'sources'), env);
}

class CachedSources implements SourceStore {
  readonly #cache: string;
  readonly #env: Environment;

  constructor(cache: string, env: Environment) {
    this.#cache = cache;
    this.#env = env;
  }

  async resolve(request: SourceRequest, signal: AbortSignal): Promise<FoundSource> {
    if (request.kind === 'git') {
      const mirror = this.#mirror(request.url);
      const { commit, described } = await mirror.resolve(request.ref, signal);
      requirePython(await readTar(await mirror.archive(commit, request.ref, signal), request.url), request.url);
      return { identity: commit, version: versionOfCommit(described, commit, request.baseVersion) };
    }
    const { sha256, bytes } = await getTarball(this.#tarballs(), request.location, request.sha256, this.#env, signal);
    const files = requirePython(await readTarball(bytes, request.location), request.location);
    return { identity: sha256, version: versionOfMetadata(files) ?? withLocalPart(request.baseVersion, `d${sha256.slice(0, 8)}`) };
  }

  async readDirectory(path: string, baseVersion: string): Promise<FoundSource> {
    const files = requirePython(await directoryFiles(path, this.#env), path);
    const identity = treeDigest(files);
    const head = files.some((file) => file.path === 'PKG-INFO') ? undefined : await describeDirectory(path, this.#env);
    const version = head === undefined ? (versionOfMetadata(files) ?? baseVersion) : versionOfCommit(head.described, head.commit, baseVersion);
    return { identity, version: withLocalPart(version, `d${identity.slice(0, 8)}`) };
  }

  countCommits(url: string, from: string, to: string): Promise<number | undefined> {
    return this.#mirror(url).count(from, to);
  }

  async readTree(tree: SourceTree, signal: AbortSignal): Promise<BuildFile[]> {
    switch (tree.kind) {
      case 'git':
        return readTar(await this.#mirror(tree.url).archive(tree.commit, tree.ref, signal), tree.url);
      case 'tarball': {
        const kept = await keptTarball(this.#tarballs(), tree.sha256);
        const bytes = kept ?? (await getTarball(this.#tarballs(), tree.location, tree.sha256, this.#env, signal)).bytes;
        return readTarball(bytes, tree.location);
      }
      case 'directory': {
        const files = await directoryFiles(tree.path, this.#env);
        if (treeDigest(files) === tree.sha256) return files;
        throw new CcpError('BUILD_FAILED', `${tree.path} changed while images were built`, { hint: 'Run the command again.' });
      }
    }
  }

  async checkPatches(...[tree, patches, signal]: Parameters<SourceStore['checkPatches']>): Promise<void> {
    const isHere = tree !== undefined && (await this.#isHere(tree));
    await checkPatches(patches, {
      cache: join(this.#cache, 'checked'),
      env: this.#env,
      identity: tree?.kind === 'git' ? tree.commit : (tree?.sha256 ?? ''),
      readTree: isHere ? () => this.readTree(tree, signal) : undefined,
    });
  }

  async #isHere(tree: SourceTree): Promise<boolean> {
    if (tree.kind === 'git') return this.#mirror(tree.url).has(tree.commit);
    return tree.kind === 'directory' || (await keptTarball(this.#tarballs(), tree.sha256)) !== undefined;
  }

  #mirror(url: string): GitMirror {
    return new GitMirror(join(this.#cache, 'git'), url, this.#env);
  }

  #tarballs(): string {
    return join(this.#cache, 'tarballs');
  }
}

function requirePython(files: readonly BuildFile[], name: string): readonly BuildFile[] {
  if (files.some(({ path }) => path === 'pyproject.toml' || path === 'setup.py')) return files;
  throw new CcpError('SOURCE_FAILED', `${name} holds no Python project: neither pyproject.toml nor setup.py is at its top`, { hint: 'Give the top folder of the project.' });
}
