import { randomBytes } from 'node:crypto';
import type { LiveFilesSpec } from 'ccp-core';

/** Folder of the keys that sign tokens; also an option of `keystone.conf`. */
export const fernetFolder = '/etc/keystone/fernet-keys';
/** Folder of the keys that encrypt stored credentials; also an option of `keystone.conf`. */
export const credentialFolder = '/etc/keystone/credential-keys';

/** A Fernet key: 32 random bytes, as URL-safe base64 with padding. */
export function fernetKey(): string {
  return randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** What `keystone-manage fernet_setup` makes: `1`, the primary key, and `0`, which becomes primary at the first rotation. */
function firstKeys(): Readonly<Record<string, string>> {
  return { '0': fernetKey(), '1': fernetKey() };
}

/** Both key repositories. */
export const keyRepositories = {
  'fernet-keys': { path: fernetFolder, make: firstKeys },
  'credential-keys': { path: credentialFolder, make: firstKeys },
} as const satisfies Readonly<Record<string, LiveFilesSpec>>;
