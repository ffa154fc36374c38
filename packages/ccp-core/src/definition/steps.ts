import type { ImageDefinition } from './image.ts';

/**
 * A file or folder of a package. A string is relative to the folder of the component that owns the image;
 * a URL (`new URL('../image/x', import.meta.url)`) lets a helper of one package bring its own file along.
 */
export type ContextPath = string | URL;

/** Something mounted into one `run` step only. */
export type Mount =
  | {
      readonly kind: 'image';
      /** An image, or the name of a stage of the same image. */
      readonly image: ImageDefinition | string;
      readonly source: string;
      readonly target: string;
      /**
       * `content`: the mounted image's key is part of this image's key. `tool`: it is not, because all that is
       * taken from it is pinned otherwise (for example by a lock file with hashes). Default: `content`.
       */
      readonly identity?: 'content' | 'tool';
    }
  | { readonly kind: 'context'; readonly source: ContextPath; readonly target: string }
  /** Kept by the engine between builds, never shipped and never in the key. */
  | { readonly kind: 'cache'; readonly id: string; readonly target: string }
  | { readonly kind: 'tmpfs'; readonly target: string };

/** One instruction of a recipe, as plain data. */
export type Step =
  | {
      readonly kind: 'apt';
      readonly packages: readonly string[];
      /** Take them from the release's backports. Default: false. */
      readonly backports?: boolean;
    }
  | {
      readonly kind: 'copy';
      readonly source: ContextPath;
      readonly target: string;
      /** Octal, for example `0755`; for a folder it holds for its files. Default: as in the package, 0644 or 0755. */
      readonly mode?: string;
    }
  | { readonly kind: 'copyFrom'; readonly image: ImageDefinition | string; readonly source: string; readonly target: string }
  | {
      readonly kind: 'run';
      /** POSIX shell, run with `sh -eu`. */
      readonly script: string;
      /** The step needs package registries: the host's CA and source settings are mounted at /run/ccp-build. Default: false. */
      readonly network?: boolean;
      readonly mounts?: readonly Mount[];
    };

/** Installs distribution packages without recommendations, and leaves no lists or caches behind. */
export function apt(...packages: string[]): Step {
  return { kind: 'apt', packages: [...packages].sort() };
}

/** As {@link apt}, from the backports of the release. */
export function aptBackports(...packages: string[]): Step {
  return { kind: 'apt', packages: [...packages].sort(), backports: true };
}

/** Copies a file, or the content of a folder (path ends in `/`), of the package into the image, owned by root. */
export function copy(source: ContextPath, target: string, options: { mode?: string } = {}): Step {
  return { kind: 'copy', source, target, ...options };
}

/** Copies from another image, or from a stage of the same image. */
export function copyFrom(image: ImageDefinition | string, source: string, target: string): Step {
  return { kind: 'copyFrom', image, source, target };
}

/** Options of {@link run}. */
export interface RunOptions {
  readonly network?: boolean;
  readonly mounts?: readonly Mount[];
}

/** Runs a shell script while building. No secret and nothing volatile (time, host name) may enter the result. */
export function run(script: string, options: RunOptions = {}): Step {
  return { kind: 'run', script: script.trim(), ...options };
}
