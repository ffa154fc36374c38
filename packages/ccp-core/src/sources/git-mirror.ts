import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CcpError } from '../diagnostics/index.ts';
import { gitFault } from './git-faults.ts';
import { parseRefs, placeOf, refPatterns, unknownRef, type RefPlace, type RemoteRef } from './git-refs.ts';
import { runGit, textOf, type GitOutcome } from './git.ts';
import type { Environment } from './host-settings.ts';
import { withProcessLock } from './process-lock.ts';

/** Where what is being fetched stands until its commit is known; used under the lock only. */
const incoming = 'refs/ccp/incoming';

/** A fault of the way to the server; anything else that ends a fetch into an older mirror may be the mirror's. */
const wayFault = /unable to access|could not (resolve|read from)|timed? ?out|connection|early eof|rpc failed|hung up|denied|authentication/i;

/** A commit with what `git describe` says of it. */
export interface FoundCommit {
  readonly commit: string;
  readonly described: string | undefined;
}

/** The part of one remote repository that was asked for, as a bare repository in the cache. */
export class GitMirror {
  readonly #url: string;
  readonly #env: Environment;
  readonly #folder: string;
  readonly #lock: string;

  /** `cache`: folder of all mirrors. `url`: what git understands, or an absolute path. */
  constructor(cache: string, url: string, env: Environment) {
    const name = (url.replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '').replace(/\.git$/, '').replace(/[^\w.-]/g, '_');
    const digest = createHash('sha256').update(url).digest('hex').slice(0, 16);
    this.#url = url;
    this.#env = env;
    this.#folder = join(cache, `${name}-${digest}.git`);
    this.#lock = `git-${createHash('sha256').update(this.#folder).digest('hex').slice(0, 32)}`;
  }

  /** Asks the server what `ref` is now, and gets it. */
  async resolve(ref: string, signal: AbortSignal): Promise<FoundCommit> {
    const answer = await runGit(['ls-remote', '--', this.#url, ...refPatterns(ref)], { env: this.#env, signal });
    if (!answer.ok) throw gitFault(this.#url, answer.lines);
    const refs = parseRefs(textOf(answer));
    const commit = await this.#fetch(placeOf(this.#url, ref, refs), ref, refs, signal);
    const described = await this.#git(['describe', '--tags', '--long', '--match', '[0-9]*', '--match', 'v[0-9]*', '--exclude', '*-*', commit]);
    return { commit, described: described.ok ? textOf(described) : undefined };
  }

  /** All files of a commit as a tar. `ref` is tried first when the commit must be fetched. A mirror that turns out broken is made anew. */
  async archive(commit: string, ref: string, signal: AbortSignal): Promise<Buffer> {
    if (!(await this.has(commit))) await this.#fetchCommit(commit, ref, signal);
    const first = await this.#git(['archive', '--format=tar', commit], signal);
    if (first.ok) return first.stdout;
    await rm(this.#folder, { recursive: true, force: true });
    await this.#fetchCommit(commit, ref, signal);
    const second = await this.#git(['archive', '--format=tar', commit], signal);
    if (!second.ok) throw gitFault(this.#url, second.lines);
    return second.stdout;
  }

  /** Whether the commit is in the cache. */
  async has(commit: string): Promise<boolean> {
    return (await exists(this.#folder)) && (await this.#git(['cat-file', '-e', `${commit}^{tree}`])).ok;
  }

  /** Commits that `to` has and `from` has not; undefined when one of them is not in the cache. */
  async count(from: string, to: string): Promise<number | undefined> {
    const counted = (await exists(this.#folder)) ? await this.#git(['rev-list', '--count', `${from}..${to}`]) : undefined;
    return counted?.ok === true ? Number(textOf(counted)) : undefined;
  }

  async #fetchCommit(commit: string, ref: string, signal: AbortSignal): Promise<void> {
    try {
      // A server need not give a commit by its name; the ref it was found by usually still leads to it.
      await this.resolve(ref, signal);
    } catch (fault) {
      if (!(fault instanceof CcpError) || fault.code !== 'SOURCE_FAILED') throw fault;
    }
    if (!(await this.has(commit))) await this.#fetch({ kind: 'commit', commit }, commit, [], signal);
  }

  #fetch(place: RefPlace, ref: string, refs: readonly RemoteRef[], signal: AbortSignal): Promise<string> {
    return withProcessLock(this.#lock, signal, async () => {
      const isOld = await exists(this.#folder);
      try {
        return await this.#fetchPlace(place, ref, refs, signal);
      } catch (fault) {
        if (!isOld || !(fault instanceof CcpError) || fault.code !== 'SOURCE_FAILED' || fault.evidence.length === 0 || fault.evidence.some((line) => wayFault.test(line))) throw fault;
        await rm(this.#folder, { recursive: true, force: true });
        return this.#fetchPlace(place, ref, refs, signal);
      }
    });
  }

  async #fetchPlace(place: RefPlace, ref: string, refs: readonly RemoteRef[], signal: AbortSignal): Promise<string> {
    await this.#make(signal);
    if (place.kind === 'ref' || place.commit.length === 40) {
      const fetched = await this.#get([`+${place.kind === 'ref' ? place.name : place.commit}:${incoming}`], signal);
      if (fetched.ok) return this.#keep(incoming, signal);
      if (place.kind === 'ref') throw gitFault(this.#url, fetched.lines);
    }
    // Not every server gives commits by name, and none gives shortened ones.
    const all = await this.#get(['+refs/heads/*:refs/ccp/heads/*', '+refs/tags/*:refs/tags/*'], signal);
    if (!all.ok) throw gitFault(this.#url, all.lines);
    const known = await this.#git(['rev-parse', '--quiet', '--verify', `${ref}^{commit}`]);
    if (!known.ok) throw unknownRef(this.#url, ref, refs);
    return this.#keep(textOf(known), signal);
  }

  #get(refspecs: readonly string[], signal: AbortSignal): Promise<GitOutcome> {
    return this.#git(['fetch', '--quiet', '--force', '--no-write-fetch-head', '--', this.#url, ...refspecs], signal);
  }

  /** The commit, with a ref that keeps it whatever becomes of its branch. */
  async #keep(name: string, signal: AbortSignal): Promise<string> {
    const commit = await this.#git(['rev-parse', '--verify', `${name}^{commit}`], signal);
    if (!commit.ok) throw gitFault(this.#url, commit.lines);
    const kept = await this.#git(['update-ref', `refs/ccp/kept/${textOf(commit)}`, textOf(commit)], signal);
    if (!kept.ok) throw gitFault(this.#url, kept.lines);
    return textOf(commit);
  }

  /** Makes the mirror under another name first, so that what has its name is whole. */
  async #make(signal: AbortSignal): Promise<void> {
    if (await exists(this.#folder)) return;
    await mkdir(dirname(this.#folder), { recursive: true, mode: 0o700 });
    const fresh = `${this.#folder}.${randomUUID()}`;
    try {
      const made = await runGit(['init', '--quiet', '--bare', '--template=', fresh], { env: this.#env, signal });
      if (!made.ok) throw gitFault(fresh, made.lines);
      await rename(fresh, this.#folder);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }

  #git(args: readonly string[], signal?: AbortSignal): Promise<GitOutcome> {
    return runGit([`--git-dir=${this.#folder}`, ...args], { env: this.#env, ...(signal === undefined ? {} : { signal }) });
  }
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
