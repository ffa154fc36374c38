import type { z } from 'zod';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { KeyPath, RawConfiguration } from './document.ts';

type Issue = z.core.$ZodIssue;

/** A validated value, or the faults that were found; never both. */
export type Validated<T> = { readonly value: T; readonly faults: readonly [] } | { readonly value: undefined; readonly faults: readonly CcpError[] };

/**
 * Validates `value`, which stands at `prefix` of the configuration. Every fault names the key's place in the file
 * and, for an unknown key, the nearest known one.
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown, raw: RawConfiguration, prefix: KeyPath = []): Validated<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, faults: [] };
  return { value: undefined, faults: result.error.issues.flatMap((issue) => toFaults(issue, schema, raw, prefix)) };
}

function toFaults(issue: Issue, schema: z.ZodType, raw: RawConfiguration, prefix: KeyPath): CcpError[] {
  const inner = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const path = [...prefix, ...inner];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, inner);
    return issue.keys.map((key) => unknownKey([...path, key], key, known, raw));
  }
  return [new CcpError('CONFIG_INVALID', `${path.join('.')}: ${issue.message}`, { where: { object: path.join('.'), ...raw.locate(path) }, hint: 'Change the value; the keys of a section and their values are in the README of its package.' })];
}

function unknownKey(path: KeyPath, key: string, known: readonly string[], raw: RawConfiguration): CcpError {
  const near = nearest(key, known);
  const hint = near === undefined ? `Known here: ${known.join(', ') || 'nothing'}.` : `Did you mean "${near}"?`;
  return new CcpError('CONFIG_INVALID', `unknown key "${path.join('.')}"`, { where: raw.locate(path), hint });
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
