import { readFileSync } from 'node:fs';
import { apiVersion } from '../catalog/index.ts';

/** Version of this tool. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}

/** What `ccp --version` prints. */
export function shortVersion(): string {
  return `${ownVersion()} (definition API ${apiVersion})`;
}
