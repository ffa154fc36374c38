import type { KeyPath } from './key-path.ts';
import { isPlainObject } from './plain-object.ts';

export { isPlainObject } from './plain-object.ts';

/**
 * Merges maps key by key, deeply; anything else (lists too) of `over` replaces that of `base`. Neither is changed. Maps at a path for
 * which `isWhole` holds are replaced like lists. Default: none.
 */
export function deepMerge(base: unknown, over: unknown, isWhole: (path: KeyPath) => boolean = () => false, path: KeyPath = []): unknown {
  if (!isPlainObject(base) || !isPlainObject(over) || isWhole(path)) return over;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) merged.set(key, merged.has(key) ? deepMerge(merged.get(key), value, isWhole, [...path, key]) : value);
  // From entries, because assigning to a key `__proto__` would not make a property.
  return Object.fromEntries(merged);
}
