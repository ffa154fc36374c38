import { createHash } from 'node:crypto';

/** JSON with sorted keys, so that equal data gives equal text. Objects with `toJSON` (secret references) use it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** First `length` hexadecimal digits of the sha256 of `value`'s canonical JSON. */
export function contentHash(value: unknown, length = 10): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, length);
}
