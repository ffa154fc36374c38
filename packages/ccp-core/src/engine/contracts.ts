import type { Readable, Writable } from 'node:stream';
import type { EventSink } from '../definition/index.ts';
import type { ContextContent, ContextSource, FoundFile } from '../plan/image-context.ts';
import type { ContextFile } from '../plan/context-file.ts';
import type { RootRecipe } from '../plan/image-node.ts';
import type { LocalImage } from '../plan/image-reason.ts';
import type { PatchFile, SourceTree } from '../plan/image-source.ts';

/** What a build tells while it runs. */
export type BuildProgress =
  /** A step began: its place among those of its stage, and what it does. */
  | { readonly kind: 'step'; readonly text: string }
  /** A line that the step wrote. */
  | { readonly kind: 'log'; readonly text: string };

/** A file of a build context. */
export interface BuildFile {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly content: Buffer;
  /** Target, when it is a symbolic link; then `content` is not used. */
  readonly link?: string;
}

/** A file that is too large to be kept in memory: it is read while it is sent. */
export interface StreamedFile {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly content: ContentStream;
}

/** Bytes of a file, read when they are asked for. */
export interface ContentStream {
  /** Bytes. */
  readonly size: number;
  /** Throws CcpError BUILD_FAILED at the end when they are not those that were planned. */
  read(): AsyncIterable<Uint8Array>;
}

/** One build. */
export interface BuildRequest {
  /** Name that the result gets. */
  readonly reference: string;
  /** The build context, with a `Dockerfile` at its top. */
  readonly files: readonly (BuildFile | StreamedFile)[];
  /** Proxy settings only; they are no part of the result. */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  onProgress(progress: BuildProgress): void;
}

/** How a build ended. A failed step is a result; only a fault of the engine itself is thrown. */
export type BuildOutcome =
  | { readonly ok: true; readonly id: string; readonly sizeBytes: number }
  | {
      readonly ok: false;
      /** What the failed step does; empty when it was not a step. */
      readonly step: string;
      readonly message: string;
      /** The last lines that the failed step wrote. */
      readonly lines: readonly string[];
      /** What to do, where the cause is known. */
      readonly hint?: string;
    };

/** A container that runs to its end. */
export interface RunRequest {
  readonly image: string;
  readonly command: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: readonly { readonly source: string; readonly target: string; readonly readOnly?: boolean }[];
  /** `uid:gid`. Default: that of the image. */
  readonly user?: string;
  readonly workdir?: string;
  /** Name of a network, or `host`. Default: the engine's default network. */
  readonly network?: string;
  /** What the container reads; with `tty` also its terminal. Default: nothing. */
  readonly stdin?: Readable;
  readonly stdout: Writable;
  /** Not used with `tty`: a terminal has one output. */
  readonly stderr: Writable;
  /** Size of the terminal; stdin must then be in raw mode. Default: no terminal. */
  readonly tty?: { readonly columns: number; readonly rows: number };
  readonly signal: AbortSignal;
}

/**
 * What ccp needs of a container engine. Every call may throw CcpError ENGINE_UNREACHABLE or ENGINE_REFUSED, and
 * INTERRUPTED when its signal ended it.
 */
export interface ImageEngine {
  /** Throws PREREQUISITE when the engine is too old for what ccp builds (API 1.41: Docker 20.10). */
  checkVersion(): Promise<void>;
  /** Images that bear the label. */
  listImages(label: string): Promise<LocalImage[]>;
  /** The image of this name or id; undefined when there is none. */
  findImage(reference: string): Promise<LocalImage | undefined>;
  build(request: BuildRequest): Promise<BuildOutcome>;
  /** Makes an image of the root file system in `tar`; returns its id. */
  importRoot(tar: Readable, reference: string, labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string>;
  /** Gets an image from its registry. Asks again for a while when it is silent. Throws CcpError REGISTRY_UNREACHABLE, REGISTRY_FAILED. */
  pull(reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void>;
  tag(image: string, reference: string): Promise<void>;
  /** Sends an image to the registry that its name begins with. Asks again for a while when it is silent. Throws CcpError REGISTRY_UNREACHABLE, REGISTRY_FAILED. */
  push(reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void>;
  /** Removes one name, and the image with its last name. Absent is fine. */
  removeImage(reference: string): Promise<void>;
  /** Content of a file of a local image, which is not run for it; undefined when there is no such file. */
  readImageFile(image: string, path: string): Promise<Buffer | undefined>;
  /** Runs a container to its end, removes it, and returns its exit code. */
  run(request: RunRequest): Promise<number>;
}

/** Files for network steps, mounted at /run/ccp-build. */
export interface HostSettings {
  readonly files: readonly { readonly path: string; readonly content: Buffer }[];
  /** Proxy variables of the host. */
  readonly proxies: Readonly<Record<string, string>>;
}

/** What ccp needs of the host it runs on. */
export interface BuildHost {
  /** Files at a path with their digests; no files when there is nothing. */
  readContext(source: ContextSource): Promise<ContextContent>;
  /** Content of a planned file; a large one is not read yet. Throws CcpError BUILD_FAILED when it changed since. */
  readFile(file: ContextFile): Promise<Buffer | ContentStream>;
  /** The host's certificates and package sources for these Debian suites. */
  settings(suites: readonly string[]): Promise<HostSettings>;
  /**
   * Makes a Debian root file system and hands it to `use` as an uncompressed tar. Throws CcpError PREREQUISITE when the
   * tool is missing and may not be installed, BUILD_FAILED when it fails.
   */
  bootstrap(root: RootRecipe, use: (tar: Readable) => Promise<void>, options: BootstrapOptions): Promise<void>;
  readonly sources: SourceStore;
}

/** What a source is looked for by. */
export type SourceRequest =
  | { readonly kind: 'git'; readonly url: string; readonly ref: string; readonly baseVersion: string }
  /** `sha256`: what the file must have; undefined: whatever it has. */
  | { readonly kind: 'tarball'; readonly location: string; readonly sha256: string | undefined; readonly baseVersion: string };

/** What a source is at this moment. `baseVersion` of a request is used where its files do not say theirs. */
export interface FoundSource {
  /** Commit, or sha256 of the file. */
  readonly identity: string;
  /** As Python understands it (PEP 440). */
  readonly version: string;
}

/**
 * Gets sources and keeps what comes over the network in a cache that all environments and processes of this user share.
 * Every call may throw CcpError SOURCE_FAILED, PREREQUISITE (git is missing) and INTERRUPTED.
 */
export interface SourceStore {
  /** What the request stands for now, with its files in the cache afterwards. Uses the network. */
  resolve(request: SourceRequest, signal: AbortSignal): Promise<FoundSource>;
  /** Digest of a folder's files and the version that they say. */
  readDirectory(path: string, baseVersion: string): Promise<FoundSource>;
  /** Commits that `to` has more than `from`; undefined when that is not known. No network. */
  countCommits(url: string, from: string, to: string): Promise<number | undefined>;
  /** All files, by path below their common folder. From the cache where it has them, else over the network. */
  readTree(tree: SourceTree, signal: AbortSignal): Promise<BuildFile[]>;
  /**
   * Throws CcpError PATCH_FAILED with file and hunk when a patch does not apply after those before it, or changes nothing.
   * No network: a tree that is not in the cache is not checked.
   */
  checkPatches(tree: SourceTree | undefined, patches: readonly PatchFile[], signal: AbortSignal): Promise<void>;
}

/** Options of {@link BuildHost.bootstrap}. */
export interface BootstrapOptions {
  readonly signal: AbortSignal;
  readonly events: EventSink;
  onProgress(progress: BuildProgress): void;
}

/** An account of a registry. Never logged, never an argument of a program. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** How a registry is spoken to. Default: TLS without a login, plain HTTP on the loopback. */
export interface RegistryAccess {
  readonly login?: RegistryLogin;
  /** Plain HTTP. */
  readonly insecure?: boolean;
}

/** How a registry is asked. */
export interface RegistryQuestion {
  /** Ends the wait for the answer. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Whether the answer can be done without: then a registry that is silent is waited for 5 s, else for a minute. Default: false. */
  readonly optional?: boolean;
}

/**
 * Asks a registry over HTTP. Every call throws CcpError REGISTRY_UNREACHABLE when nobody answers, REGISTRY_FAILED when the login is refused or the answer
 * is that of no registry, and when its signal ended it INTERRUPTED or the signal's reason where that is a CcpError.
 */
export interface RegistryClient {
  /** Digest of the manifest of `<registry>/<name>:<tag>`; undefined when the registry does not have it. */
  manifestDigest(reference: string, access?: RegistryAccess, asking?: RegistryQuestion): Promise<string | undefined>;
  /** Makes sure that a registry answers at `host:port` and takes the login. Throws REGISTRY_FAILED where one is missing, too. */
  check(host: string, access?: RegistryAccess, asking?: RegistryQuestion): Promise<void>;
}

/** What planning and building images need. */
export interface BuildTools {
  readonly engine: ImageEngine;
  readonly host: BuildHost;
}

/** With what pushing needs. */
export interface BuildAdapters extends BuildTools {
  readonly registry: RegistryClient;
}

export { hostSettingsTarget, sourceDateEpoch } from '../plan/image-script.ts';
export type { ContextContent, ContextFile, ContextSource, FoundFile, LocalImage, PatchFile, RootRecipe, SourceTree };
