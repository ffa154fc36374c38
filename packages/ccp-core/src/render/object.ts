import { resolveSecrets } from '../definition/index.ts';

/** A Kubernetes object as ccp renders it: plain data, no secret values. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** The part of metadata that ccp sets. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** `Kind name`, for people and as a key within one namespace. */
export function objectId(object: { readonly kind: string; readonly metadata: { readonly name: string } }): string {
  return `${object.kind} ${object.metadata.name}`;
}

/** A Secret with the values that `lookup` gives for its references, in `data`: server-side apply does not track `stringData`. Any other object as it is. */
export function fillSecrets(object: KubeObject, lookup: ((name: string) => string) | undefined): KubeObject {
  const { stringData, ...rest } = object;
  if (object.kind !== 'Secret' || stringData === undefined) return object;
  const encode = (text: string): string => Buffer.from(lookup === undefined ? text : resolveSecrets(text, lookup)).toString('base64');
  return { ...rest, data: Object.fromEntries(Object.entries(stringData as Record<string, string>).map(([key, text]) => [key, encode(text)])) } as KubeObject;
}
