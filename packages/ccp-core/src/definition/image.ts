import { branded, isBranded, type Branded } from './brand.ts';
import type { Step } from './steps.ts';
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

/** Declares an image. Pure: nothing is built or read. */
export function defineImage(spec: ImageSpec): ImageDefinition {
  return branded('image', spec);
}

/** Whether `value` was made by {@link defineImage}. */
export function isImage(value: unknown): value is ImageDefinition {
  return isBranded('image', value);
}

/** Declares a Debian root file system as a base. `include` default: none. */
export function debianRoot(suite: string, include: readonly string[] = []): DebianRoot {
  return { kind: 'debian', suite, include };
}
