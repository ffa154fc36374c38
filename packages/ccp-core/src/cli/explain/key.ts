import { parseKeyPath, redacted, valueAt, type KeyPath, type RawConfiguration } from '../../config/index.ts';
import { formatWhere } from '../../diagnostics/index.ts';
import type { Session } from '../session.ts';
import { keyPaths, schemaAt, type KeySchema } from './environment-schema.ts';

/** What is known of a configuration key. */
export interface KeyExplanation {
  readonly kind: 'key';
  readonly name: string;
  readonly meaning: string;
  /** For people, for example `integer, 1 to 32`. */
  readonly type: string;
  /** Absent when there is none. */
  readonly default?: unknown;
  /** Value as written, secrets replaced by `***`; absent when it is not. */
  readonly value?: unknown;
  /** File, line and column, or `--set …`; empty when it is not written. */
  readonly setAt: string;
  /** Keys below it. */
  readonly keys: readonly string[];
}

/** Explains the key at `name` (dots between its parts, one that holds a dot in single quotes); undefined when there is no such key. */
export function explainKey(name: string, schema: KeySchema, session: Pick<Session, 'configuration'> | undefined): KeyExplanation | undefined {
  const path = parseKeyPath(name) ?? [];
  const found = path.length === 0 ? undefined : schemaAt(schema, path);
  if (found === undefined) return undefined;
  return {
    kind: 'key',
    name,
    meaning: found.description ?? '',
    type: typeText(found),
    ...(found.default === undefined ? {} : { default: found.default }),
    ...writtenAt(path, session?.configuration.raw),
    keys: keyPaths(found).filter((key) => !key.includes('.')),
  };
}

function writtenAt(path: KeyPath, raw: RawConfiguration | undefined): Pick<KeyExplanation, 'value' | 'setAt'> {
  // Of the whole: which values are secrets is told by the keys above them.
  const value = valueAt(redacted([], raw?.value), path);
  return value === undefined ? { setAt: '' } : { value, setAt: formatWhere(raw?.locate(path)) };
}

/** The lines of an explanation, for people. */
export function keyLines({ name, meaning, type, value, setAt, keys, ...rest }: KeyExplanation): string[] {
  return [
    `${name}: ${type}`,
    ...(meaning === '' ? [] : [`  ${meaning}`]),
    ...('default' in rest ? [`  default: ${JSON.stringify(rest.default)}`] : []),
    value === undefined ? '  not set' : `  set to ${JSON.stringify(value)} at ${setAt}`,
    ...(keys.length === 0 ? [] : [`  keys: ${keys.join(', ')}`]),
  ];
}

/** The type of a key in words. */
export function typeText(schema: KeySchema): string {
  const { enum: values, anyOf = [], oneOf = [], items } = schema;
  if (values !== undefined) return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const forms = [...anyOf, ...oneOf];
  if (forms.length > 0) return [...new Set(forms.map(typeText))].join(' or ');
  if (items !== undefined) return `list of ${typeText(items)}`;
  return `${[schema.type ?? 'anything'].flat().join(' or ').replace('object', 'map')}${rangeText(schema)}`;
}

function rangeText({ minimum, maximum, pattern }: KeySchema): string {
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const from = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? String(minimum) : '';
  if (bounded) return `, ${from === '' ? 'at most' : `${from} to`} ${maximum}`;
  if (from !== '') return `, at least ${from}`;
  return pattern === undefined ? '' : `, as ${pattern}`;
}
