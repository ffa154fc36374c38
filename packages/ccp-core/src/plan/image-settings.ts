import type { SourcePin } from './image-source.ts';

/** What configuration says about images. */
export interface ImageSettings {
  /** First part of references. Default: `ccp.local`. */
  readonly registry: string;
  /** Second part of references. Default: `ccp`. */
  readonly namespace: string;
  /** Raised when distribution packages must be taken anew; part of every key. Default: 1. */
  readonly osEpoch: number;
  /** `os/architecture`; part of every key. */
  readonly platform: string;
  /** Sources that replace those of the definitions, by project. */
  readonly sources: Readonly<Record<string, SourcePin>>;
  /** Image that stands for the Debian root, with its digest; else the root is bootstrapped. */
  readonly debianReference?: { readonly reference: string; readonly digest: string };
}

/** Part of every key; raised whenever the emitter would make another result from the same definition. */
export const dialectVersion = 3;

/** Name of the label that holds an image's key. */
export const keyLabel = 'ccp.io/key';

/** Name of the label that holds an image's name. */
export const imageLabel = 'ccp.io/image';

/** Name of the label that holds {@link ImageInputs} as JSON. */
export const inputsLabel = 'ccp.io/inputs';

/** `<registry>/<namespace>/<name>:<version>-<key12>`. */
export function imageReference(settings: ImageSettings, name: string, version: string, key: string): string {
  // Tags hold letters, digits, `_`, `.` and `-` only; a local version such as 1.0+x must not end the build.
  return `${settings.registry}/${settings.namespace}/${name}:${version.replace(/[^\w.-]/g, '_')}-${shortKey(key)}`;
}

/** First 12 hex digits. */
export function shortKey(key: string): string {
  return key.slice(0, 12);
}
