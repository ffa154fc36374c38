import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';

/** A file or folder that the container sees at its own path. */
export interface NamedFile {
  readonly source: string;
  readonly target: string;
  readonly readOnly: true;
}

const fileOptions = /^(?:-f|-k|--filename|--kustomize|--patch-file)(?:=(.+))?$/;

/**
 * Files and folders that kubectl's words name and that lie outside of `folder`, which alone it sees anyway. Only of options that take
 * files; what does not exist is left to kubectl to complain about.
 */
export function namedFiles(words: readonly string[], folder: string): NamedFile[] {
  const named = words.flatMap((word, i) => {
    const match = fileOptions.exec(word);
    return match === null ? [] : [match[1] ?? words[i + 1] ?? '-'];
  });
  const outside = named
    .filter((name) => name !== '-' && !/^https?:/.test(name))
    .map((name) => resolve(folder, name))
    .filter((path) => relative(folder, path).startsWith('..') && existsSync(path));
  return [...new Set(outside)].map((path) => ({ source: path, target: path, readOnly: true }));
}
