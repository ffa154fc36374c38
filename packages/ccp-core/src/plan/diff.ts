import type { KeyPath } from '../config/index.ts';
import { isPlainObject } from '../config/merge.ts';
import { namingKey, redacted } from '../config/redact.ts';

/** One field that differs; values of Secrets, and what a secret's key names, are never shown. */
export interface FieldChange {
  /** For example `spec.template.spec.containers.0.image`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Fields that the API server sets by itself, or that only say who wrote what when. */
const volatileMeta = ['managedFields', 'resourceVersion', 'generation', 'creationTimestamp', 'uid'];

/** The fields in which two objects (the live one, and the result of a dry run) differ, without what the server sets by itself. */
export function diffObjects(live: unknown, desired: unknown): FieldChange[] {
  return diffValues(stripped(live), stripped(desired), '');
}

/** As {@link diffObjects}, for plain values. */
export function diffValues(from: unknown, to: unknown, path = ''): FieldChange[] {
  return diffAt({ path, keys: [] }, from, to);
}

/** A place as it is shown, and the keys that tell whether a secret stands there. */
interface Place {
  readonly path: string;
  readonly keys: KeyPath;
}

function diffAt({ path, keys }: Place, from: unknown, to: unknown): FieldChange[] {
  if (isPlainObject(from) && isPlainObject(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return names.flatMap((name) => diffAt({ path: path === '' ? name : `${path}.${name}`, keys: [...keys, namingKey(name, [from, to])] }, from[name], to[name]));
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) return from.flatMap((item, i) => diffAt({ path: `${path}.${i}`, keys }, item, to[i]));
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from: redacted(keys, from), to: redacted(keys, to) }];
}

function stripped(object: unknown): unknown {
  // Through JSON: clients give dates and undefined fields, which are no part of the object.
  const plain = JSON.parse(JSON.stringify(object ?? {})) as Record<string, unknown>;
  delete plain['status'];
  const metadata = plain['metadata'];
  if (isPlainObject(metadata)) {
    for (const key of volatileMeta) delete metadata[key];
    const annotations = metadata['annotations'];
    if (isPlainObject(annotations)) delete annotations['deployment.kubernetes.io/revision'];
  }
  return plain;
}
