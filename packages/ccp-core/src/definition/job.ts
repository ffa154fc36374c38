import type { ImageSpec } from './image-spec.ts';
import type { PodField } from './pod-field.ts';
import type { SecretRef } from './secret.ts';

/** Environment variables: plain text, a secret that the pod takes from its Secret, or what it knows of itself. */
export type EnvMap = Readonly<Record<string, string | SecretRef | PodField>>;

/** What is run in a container. */
export interface CommandSpec {
  /** Program and arguments; the image's entrypoint (tini) starts it. */
  readonly command: readonly string[];
  readonly env?: EnvMap;
}

/** What a pod needs to know of an image. */
export type RunnableImage = Pick<ImageSpec, 'name' | 'user'>;

/** Runs to completion before the service's pods start (`phase: 'before'`) or after they are ready. */
export interface JobSpec extends CommandSpec {
  /** Default: `before`. */
  readonly phase?: 'before' | 'after';
  /** Default: the service's image. */
  readonly image?: RunnableImage;
  /**
   * What must hold first: names of other jobs of the same service, or `<capability>` whose provider must have
   * ready endpoints. Default: every required capability.
   */
  readonly after?: readonly string[];
  /** Which of the service's files it mounts. Default: all; `[]` for none. */
  readonly files?: readonly string[];
  /** Files of its own, beside the service's. Text may hold secret markers. Keys are absolute paths. */
  readonly ownFiles?: Readonly<Record<string, string>>;
  /** Which live files it mounts, by name. Default: all of the service's; `[]` for none. */
  readonly liveFiles?: readonly string[];
  /**
   * What makes this a different job, besides command and own image key; plain data. A capability's job passes its
   * parameters here and sets `imageIdentity: false`, so that the provider's new image does not run it again.
   */
  readonly identity?: unknown;
  /** Default: true. */
  readonly imageIdentity?: boolean;
  /** Default: 4. */
  readonly retries?: number;
  /** Default: 600. */
  readonly deadlineSeconds?: number;
  /** Usual seconds, for progress. */
  readonly expectedSeconds?: number;
}
