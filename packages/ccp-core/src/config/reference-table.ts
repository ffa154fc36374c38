import type { JsonSchema } from './json-schema.ts';

/** Reference of a schema as a Markdown table: every key with type, default and meaning, in the order of the schema. */
export function referenceTable(schema: JsonSchema): string {
  const rows = rowsOf(schema, '').map(({ key, type, value, meaning }) => `| \`${key}\` | ${type} | ${value} | ${meaning} |`);
  return ['| key | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly meaning: string;
}

function rowsOf(schema: JsonSchema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => [...rowOf(part, `${prefix}${name}`), ...below(part, `${prefix}${name}`)]);
}

/** A map of fixed keys has rows of its own below; it needs none unless it says something. */
function rowOf(part: JsonSchema, key: string): Row[] {
  if (part.properties !== undefined && part.description === undefined) return [];
  const value = part.default === undefined || part.properties !== undefined ? '' : `\`${JSON.stringify(part.default)}\``;
  return [{ key, type: typeOf(part), value, meaning: inCell(part.description ?? '') }];
}

function below(part: JsonSchema, key: string): Row[] {
  const { additionalProperties: values } = part;
  return [...rowsOf(part, `${key}.`), ...(typeof values === 'object' ? rowsOf(values, `${key}.<name>.`) : [])];
}

function typeOf(part: JsonSchema): string {
  if (Array.isArray(part['enum'])) return part['enum'].map((item) => `\`${String(item)}\``).join(', ');
  if (Array.isArray(part['anyOf'])) return [...new Set((part['anyOf'] as JsonSchema[]).map(typeOf))].join(' or ');
  if (part.type === 'array') return `list of ${typeOf((part['items'] ?? {}) as JsonSchema)}`;
  if (part.type === 'object') return 'map';
  return `${part.type ?? 'any'}${rangeOf(part)}`;
}

/** Bounds that somebody chose; zod writes those of safe integers, too. */
function rangeOf(part: JsonSchema): string {
  const bound = (key: string): number | undefined => (typeof part[key] === 'number' && Math.abs(part[key]) < Number.MAX_SAFE_INTEGER ? part[key] : undefined);
  const [least, most] = [bound('minimum'), bound('maximum')];
  if (least !== undefined && most !== undefined) return ` ${least} to ${most}`;
  return least === undefined ? '' : ` from ${least}`;
}

function inCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
