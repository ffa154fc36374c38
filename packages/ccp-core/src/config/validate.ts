import type { z } from 'zod';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { RawConfiguration } from './document.ts';
import { formatKeyPath, valueAt, withoutPath, type KeyPath } from './key-path.ts';
import { isPlainObject } from './plain-object.ts';

type Issue = z.core.$ZodIssue;

/** A validated value, or the faults that were found; never both. */
export type Validated<T> = { readonly value: T; readonly faults: readonly [] } | { readonly value: undefined; readonly faults: readonly CcpError[] };

/** What a value is validated as: where it stands, and which keys besides those of its schema may stand beside. */
interface Scope {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly raw: RawConfiguration;
  readonly prefix: KeyPath;
  readonly others: readonly string[];
}

/**
 * Validates `value`, which stands at `prefix` of the configuration. Every fault names the key's place in the file
 * and, for an unknown key, the nearest known one; `others`: further names for a mistaken key of the outermost map.
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown, raw: RawConfiguration, prefix: KeyPath = [], others: readonly string[] = []): Validated<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, faults: [] };
  const scope = { schema, value, raw, prefix, others };
  return { value: undefined, faults: result.error.issues.flatMap((issue) => toFaults(issue, scope)) };
}

/**
 * Validates like {@link validate}, and gives a value also when there are faults: of what is left without the faulty parts, with defaults
 * in their place, so that the rest can be checked. Undefined only when the schema does not take an empty map.
 */
export function validateParts<T>(schema: z.ZodType<T>, value: unknown, raw: RawConfiguration, prefix: KeyPath = [], others: readonly string[] = []): { readonly value: T | undefined; readonly faults: readonly CcpError[] } {
  const { value: whole, faults } = validate(schema, value, raw, prefix, others);
  if (faults.length === 0) return { value: whole, faults };
  let rest = value;
  for (;;) {
    const result = schema.safeParse(rest);
    if (result.success) return { value: result.data, faults };
    if (isPlainObject(rest) && Object.keys(rest).length === 0) return { value: undefined, faults };
    for (const path of innermostFirst(result.error.issues.flatMap(placesOf))) rest = withoutPath(rest, path) ?? {};
  }
}

/** Each path once, in an order in which removing one does not move or take along another. */
function innermostFirst(paths: readonly KeyPath[]): KeyPath[] {
  const unique = [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
  return unique.reverse().sort((a, b) => b.length - a.length);
}

/** Paths of what an issue is about. */
function placesOf(issue: Issue): KeyPath[] {
  const path = pathOf(issue);
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

function pathOf(issue: Issue): KeyPath {
  return issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
}

function toFaults(issue: Issue, scope: Scope): CcpError[] {
  const inner = pathOf(issue);
  const path = [...scope.prefix, ...inner];
  if (issue.code === 'unrecognized_keys') {
    const known = [...knownKeys(scope.schema, inner), ...(inner.length === 0 ? scope.others : [])];
    return issue.keys.map((key) => unknownKey([...path, key], key, known, scope.raw));
  }
  const name = formatKeyPath(path);
  const where = { object: name, ...scope.raw.locate(path) };
  if (valueAt(scope.value, inner) === null) return [new CcpError('CONFIG_INVALID', `${name} has no value`, { where, hint: 'Write one, or remove the line to take the default.' })];
  return [new CcpError('CONFIG_INVALID', `${name}: ${messageOf(issue)}`, { where, hint: 'Change the value; "ccp config schema" and the README of its package tell what fits.' })];
}

/** What is wrong; of a key that is no name, why. */
function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => inner.message).join('; ');
  return issue.message;
}

function unknownKey(path: KeyPath, key: string, known: readonly string[], raw: RawConfiguration): CcpError {
  const near = nearest(key, known);
  const hint = near === undefined ? `Known here: ${[...known].sort().join(', ') || 'nothing'}.` : `Did you mean "${near}"?`;
  return new CcpError('CONFIG_INVALID', `unknown key "${formatKeyPath(path)}"`, { where: raw.locate(path), hint });
}

/** Keys that the object schema at `path` knows. Reads only `shape`, element and inner types, so schemas of any zod copy will do. */
export function knownKeys(schema: unknown, path: KeyPath): string[] {
  const at = path.reduce<unknown>(inner, schema);
  return Object.keys(unwrap(at)?.shape ?? {}).sort();
}

/** Schema of the value under `key`: of an object's property, a map's values or a list's items. */
function inner(schema: unknown, key: string | number): unknown {
  const parts = unwrap(schema);
  return parts?.shape?.[String(key)] ?? parts?.def?.valueType ?? parts?.def?.element;
}

interface SchemaParts {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly def?: { readonly innerType?: unknown; readonly valueType?: unknown; readonly element?: unknown };
}

function unwrap(schema: unknown): SchemaParts | undefined {
  let parts = schema as SchemaParts | undefined;
  while (parts?.def?.innerType !== undefined) parts = parts.def.innerType as SchemaParts;
  return parts;
}
