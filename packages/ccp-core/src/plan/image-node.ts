import type { ContextFile } from './context-file.ts';
import type { SourceTree } from './image-source.ts';

/** What a key was made from, in short digests; kept as a label so that the next plan can say what changed. */
export interface ImageInputs {
  /** First 12 hex digits of the digest of everything that is written in the definition. */
  readonly recipe: string;
  /** `name:key12` of the base. */
  readonly base?: string;
  /** `version:sha12` of the source. */
  readonly source?: string;
  /** Title of each context file and the first 12 digits of its digest with mode. */
  readonly files: Readonly<Record<string, string>>;
  /** Name and key12 of further images that files are taken from. */
  readonly images: Readonly<Record<string, string>>;
}

/** How the root of the tree is made. */
export interface RootRecipe {
  readonly suite: string;
  /** Sorted. */
  readonly include: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** `build`: make it now. `pull`: get it from the registry. `present`: the engine has it. `unneeded`: absent, but nothing that must be built uses it. */
export type ImageAction = 'build' | 'pull' | 'present' | 'unneeded';

/** One image of a plan. */
export interface ImageNode {
  /** Unique in the plan. */
  readonly name: string;
  readonly title: string;
  /** Version of what it holds; first part of the tag. */
  readonly version: string;
  /** sha256 in hex over everything that can change the result. */
  readonly key: string;
  /** Name in the local engine and in manifests: `<registry>/<namespace>/<name>:<version>-<key12>`. */
  readonly reference: string;
  /** Name of the node that it is made from. */
  readonly base?: string;
  /** Names of nodes that must exist before it can be built, sorted. */
  readonly dependsOn: readonly string[];
  /** False: only other builds use it; never pushed. */
  readonly shipped: boolean;
  /** Made by bootstrapping instead of by a Dockerfile. */
  readonly root?: RootRecipe;
  /** Empty for a bootstrapped root. */
  readonly dockerfile: string;
  readonly context: readonly ContextFile[];
  /** Files of its source, which are in the context too; undefined when a step fetches a source distribution. */
  readonly sourceTree?: SourceTree;
  /** Debian suites whose package sources its steps use. */
  readonly suites: readonly string[];
  /** Reference outside of the plan that must be in the engine first. */
  readonly pull?: string;
  readonly inputs: ImageInputs;
  /** Usual seconds of a build. */
  readonly expectedSeconds: number;
  readonly action: ImageAction;
  /** Why it is built (`new`, `image/x.py changed`) or pulled, or why not. */
  readonly reason: string;
  /** Id of an image in the engine with the same key under another name; it only needs the tag. */
  readonly sameAs?: string;
  /** Bytes of all layers, when it is present. */
  readonly sizeBytes?: number;
}

/** Images in the order in which they can be built. */
export interface ImagePlan {
  readonly images: readonly ImageNode[];
  /** Milliseconds that planning took. */
  readonly planMs: number;
}
