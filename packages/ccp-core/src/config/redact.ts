import { isDeepStrictEqual } from 'node:util';
import type { KeyPath } from './key-path.ts';
import { isPlainObject } from './plain-object.ts';

/** What stands in the place of a secret; `path` leads to it. */
export type SecretMask = (secret: string | number, path: KeyPath) => string;

const usualMask: SecretMask = () => '***';

/** Keys whose values are taken for secrets, whatever their schema says: free-form places have none. */
const secretKey = /(^|[^a-z])(pass(word|wd|phrase)?|secret|credential|(private|secret|auth|access|api)[-_.]?(key|token)|token)s?$/i;

/** `scheme://user:password@host`, the password in the second group. */
const urlPassword = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/gi;

/** `value` for showing: what a secret's key names is replaced by `***` (or what `mask` gives), passwords in URLs too; also inside of text that is JSON. */
export function redacted(path: KeyPath, value: unknown, mask = usualMask): unknown {
  if (isSecretKey(lastName(path)) && isScalar(value)) return mask(value, path);
  if (Array.isArray(value)) return value.map((item: unknown) => redacted(path, item, mask));
  if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redacted([...path, namingKey(key, [value])], item, mask)]));
  return typeof value === 'string' ? redactedText(path, value, mask) : value;
}

/** The texts in `value` that {@link redacted} hides. */
export function secretTexts(value: unknown): string[] {
  const found: string[] = [];
  redacted([], value, (secret) => {
    found.push(String(secret));
    return '';
  });
  return found;
}

/** The key that tells whether what stands under `key` of these objects is a secret: of `{name, value}` it is the name. */
export function namingKey(key: string, objects: readonly Readonly<Record<string, unknown>>[]): string {
  if (key !== 'value') return key;
  return objects.map(({ name }) => (typeof name === 'string' ? name : '')).find(isSecretKey) ?? key;
}

/** The innermost key; `multi` only says how an option is written. */
function lastName(path: KeyPath): string {
  return String(path.findLast((part) => typeof part === 'string' && part !== 'multi') ?? '');
}

/** `adminPassword` is read as `admin-Password`. */
function isSecretKey(key: string): boolean {
  return secretKey.test(key.replace(/([a-z0-9])([A-Z])/g, '$1-$2'));
}

/** Switches and empty values tell nothing. */
function isScalar(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function redactedText(path: KeyPath, text: string, mask: SecretMask): string {
  const whole = jsonOf(text);
  if (whole === undefined) return text.replace(urlPassword, (_, start: string, password: string) => start + mask(password, path));
  const shown = redacted(path, whole, mask);
  return isDeepStrictEqual(shown, whole) ? text : JSON.stringify(shown);
}

/** Undefined when `text` is no object or list of JSON. */
function jsonOf(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
