import { branded, isBranded, type Branded } from './brand.ts';

/**
 * How the value of a secret goes into the text around it. `url`: percent-encoded; `oslo`: `$` doubled; `hex`: digits of its UTF-8
 * bytes; `quoted`: `\` and `"` behind a `\`, for a string in double quotes.
 */
export type SecretEscape = 'none' | 'url' | 'oslo' | 'hex' | 'quoted';

/** A reference to a secret. It never holds the value; printed, it shows a marker that only the adapter that applies resolves. */
export type SecretRef = Branded<'secret'> & {
  readonly name: string;
  readonly escape: SecretEscape;
  toString(): string;
  toJSON(): string;
};

const marker = /@@secret:([a-z0-9.-]+):(none|url|oslo|hex|quoted)@@/g;

/** Refers to the secret `name` (`<service>.<what>`, for example `keystone.admin-password`). */
export function secretRef(name: string, escape: SecretEscape = 'none'): SecretRef {
  const text = `@@secret:${name}:${escape}@@`;
  return branded('secret', { name, escape, toString: () => text, toJSON: () => text });
}

/** Whether `value` was made by {@link secretRef}. */
export function isSecretRef(value: unknown): value is SecretRef {
  return isBranded('secret', value);
}

/** Names of the secrets that `text` refers to, sorted, each once. */
export function secretNames(text: string): string[] {
  return [...new Set([...text.matchAll(marker)].map((m) => m[1] ?? ''))].sort();
}

/** Replaces every marker in `text` by the escaped value that `lookup` gives for its name. */
export function resolveSecrets(text: string, lookup: (name: string) => string): string {
  return text.replace(marker, (_, name: string, escape: SecretEscape) => escapeSecret(lookup(name), escape));
}

function escapeSecret(value: string, escape: SecretEscape): string {
  switch (escape) {
    case 'url':
      return encodeURIComponent(value);
    case 'oslo':
      return value.replaceAll('$', '$$$$');
    case 'hex':
      return Buffer.from(value).toString('hex');
    case 'quoted':
      return value.replace(/[\\"]/g, '\\$&');
    case 'none':
      return value;
  }
}
