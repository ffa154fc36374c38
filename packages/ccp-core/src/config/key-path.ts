import { isPlainObject } from './plain-object.ts';

/** A path of keys and indexes into the configuration. */
export type KeyPath = readonly (string | number)[];

/** Splits `a.'b.c'.d` at its dots; parts in single quotes keep theirs. Undefined when it is not such a path. */
export function parseKeyPath(text: string): string[] | undefined {
  if (!/^('[^']+'|[^.']+)(\.('[^']+'|[^.']+))*$/.test(text)) return undefined;
  return [...text.matchAll(/'([^']+)'|([^.']+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** The path as {@link parseKeyPath} reads it: keys that hold a dot stand in single quotes. */
export function formatKeyPath(path: KeyPath): string {
  return path.map((key) => (String(key).includes('.') ? `'${key}'` : String(key))).join('.');
}

/** Whether a value stands at `path` of `value`; `valueAt` gives it. */
export function hasPath(value: unknown, path: KeyPath): boolean {
  return path.length === 0 || keysOf(parentAt(value, path)).includes(String(path.at(-1)));
}

/** The value at `path`; undefined when there is none. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((at, key) => (keysOf(at).includes(String(key)) ? (at as Record<string | number, unknown>)[key] : undefined), value);
}

/** A copy of `value` without what stands at `path`; without its nearest parent when nothing stands there. Undefined for the root. */
export function withoutPath(value: unknown, path: KeyPath): unknown {
  const [key, ...rest] = path;
  if (key === undefined || !keysOf(value).includes(String(key))) return undefined;
  const inner = rest.length === 0 ? undefined : withoutPath(valueAt(value, [key]), rest);
  if (Array.isArray(value)) return value.flatMap((item: unknown, i) => (i === Number(key) ? (inner === undefined ? [] : [inner]) : [item]));
  return Object.fromEntries(Object.entries(value as object).flatMap(([name, item]) => (name === key ? (inner === undefined ? [] : [[name, inner]]) : [[name, item]])));
}

/** Every value that is no map, with its path; an empty map counts as one. Lists are values. */
export function leavesOf(value: unknown, path: KeyPath = []): { readonly path: KeyPath; readonly value: unknown }[] {
  if (!isPlainObject(value) || Object.keys(value).length === 0) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function parentAt(value: unknown, path: KeyPath): unknown {
  return valueAt(value, path.slice(0, -1));
}

function keysOf(value: unknown): string[] {
  return isPlainObject(value) || Array.isArray(value) ? Object.keys(value) : [];
}
