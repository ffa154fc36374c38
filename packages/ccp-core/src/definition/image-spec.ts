import type { Branded } from './brand.ts';
import type { SourceSpec } from './source.ts';

/** A fixed account of an image. The numeric id is the contract: file owners, pods and volumes use it. */
export interface ImageUser {
  readonly name: string;
  /** uid and gid, the same number. */
  readonly id: number;
}

/** The root of the image tree: a Debian root file system, pulled or bootstrapped as configuration says. */
export interface DebianRoot {
  readonly kind: 'debian';
  /** Code name of the release, for example `trixie`. */
  readonly suite: string;
  /** Packages on top of the minimal set that must be there before any step runs. */
  readonly include: readonly string[];
}

/** What an image is made from: another image (a TypeScript import), nothing, or a Debian root. */
export type ImageBase = ImageDefinition | DebianRoot | 'scratch';

/** An intermediate file system of one image; nothing of it ships unless a step copies from it. */
export interface Stage {
  readonly name: string;
  readonly from: ImageBase;
  readonly steps: readonly Step[];
}

/** How an image is written. Everything here takes part in the image's key unless it says otherwise. */
export interface ImageSpec {
  /** Lower case, `-` between words; last path element of the reference. */
  readonly name: string;
  /** One sentence for people; becomes the label `org.opencontainers.image.title`. */
  readonly title: string;
  readonly from: ImageBase;
  /**
   * Version of what the image holds; first part of the tag. Default: the version of `source`, else the
   * version of the component's package.
   */
  readonly version?: string;
  /** SPDX expression of what the image holds. Default: `Apache-2.0`. */
  readonly licenses?: string;
  readonly source?: SourceSpec;
  readonly stages?: readonly Stage[];
  readonly steps: readonly Step[];
  /** Account that the image runs as. Needed for a shipped image, unless `root` gives a reason. */
  readonly user?: ImageUser;
  /** Why this image must start as root. */
  readonly root?: { readonly reason: string };
  /** False for images that only stages and mounts use; they are never pushed. Default: true. */
  readonly shipped?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workdir?: string;
  readonly stopSignal?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Usual seconds of a cold build on 2 cores; used for order and progress until a duration is recorded. */
  readonly expectedSeconds?: number;
}

/** An image as its package wrote it. */
export type ImageDefinition = ImageSpec & Branded<'image'>;

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
  /**
   * What configuration gives instead of the source distribution that the image names, or for it: `tree/`, the files, and
   * `patches/`, to be applied in the order of their names. Neither has to be there.
   */
  | { readonly kind: 'source'; readonly target: string }
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
