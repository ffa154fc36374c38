import type { KeyPath } from './key-path.ts';
import { isPlainObject } from './plain-object.ts';

/** What is shown instead of a secret. */
const mask = '***';

/** Keys whose values are taken for secrets, whatever their schema says: free-form places have none. */
const secretKey = /(^|[^a-z])(pass(word|wd|phrase)?|secret|credential|(private|secret|auth|access|api)[-_.]?(key|token)|token)s?$/i;

/** `scheme://user:password@host`, the password in the second group. */
const urlPassword = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/gi;

/** `value` for showing: what a secret's key names is replaced by `***`, passwords in URLs too. */
export function redacted(path: KeyPath, value: unknown): unknown {
  const key = path.findLast((part) => typeof part === 'string') ?? '';
  if (isSecretKey(String(key)) && isScalar(value)) return mask;
  if (Array.isArray(value)) return value.map((item: unknown) => redacted(path, item));
  if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redacted([...path, name], item)]));
  return typeof value === 'string' ? value.replace(urlPassword, `$1${mask}`) : value;
}

/** `adminPassword` is read as `admin-Password`. */
function isSecretKey(key: string): boolean {
  return secretKey.test(key.replace(/([a-z0-9])([A-Z])/g, '$1-$2'));
}

/** Switches and empty values tell nothing. */
function isScalar(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
