import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { KeyPath } from './document.ts';
import type { Configuration } from './load.ts';

/**
 * Absolute path of a file that the configuration names at `key`: from the folder of the file in which the key is written, for `--set` from
 * that of the main file; `~/` is the home folder.
 */
export function namedFile({ raw }: Configuration, key: KeyPath, path: string): string {
  const base = raw.locate(key).file ?? raw.file;
  const expanded = /^~(?=\/|$)/.test(path) ? `${homedir()}${path.slice(1)}` : path;
  return resolve(base === undefined ? '.' : dirname(base), expanded);
}
