import { homedir } from 'node:os';
import { join } from 'node:path';
import { env as processEnvironment } from 'node:process';

/** Folder of what all environments of this user keep to be faster, such as sources: `$XDG_CACHE_HOME/ccp`, default `~/.cache/ccp`. Losing it loses nothing. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = processEnvironment): string {
  const base = env['XDG_CACHE_HOME'] ?? '';
  return join(base === '' ? join(homedir(), '.cache') : base, 'ccp');
}
