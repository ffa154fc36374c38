import { structuredPatch } from 'diff/lib/patch/create.js';
import { secretNames } from '../definition/index.ts';
import type { FieldChange } from './diff.ts';

/** How one file of a service differs from what is deployed; never shows a secret value. */
export interface FileChange {
  /** Name of the file, or `env.NAME` for a variable that holds a secret. */
  readonly file: string;
  readonly action: 'added' | 'removed' | 'changed';
  /** Options of an oslo file that differ, `section.option`. */
  readonly keys: readonly FieldChange[];
  /** Lines of another file in the form of a patch (` `, `-`, `+` before each). Empty where the file holds secrets. */
  readonly lines: readonly string[];
}

/** One file as it is deployed (with secret values) and as it is wanted (with references). Undefined: it is not there. */
export interface FileTexts {
  readonly file: string;
  readonly format: 'oslo' | 'text';
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What is known of secret values. */
export interface SecretTexts {
  /** Replaces references by values. */
  resolve(text: string): string;
  /** Takes values out. */
  redact(text: string): string;
}

/** Stands for a value that is or may be a secret. */
export const hidden = '***';

/**
 * Compares files. A value that refers to a secret is only said to differ; so is one that is no longer wanted, because nothing tells
 * whether it held one.
 */
export function fileChanges(files: readonly FileTexts[], secrets: SecretTexts): FileChange[] {
  return files.flatMap(({ file, format, before, after }): FileChange[] => {
    if (before === undefined && after === undefined) return [];
    if (before === undefined || after === undefined) return [{ file, action: before === undefined ? 'added' : 'removed', keys: [], lines: [] }];
    if (before === secrets.resolve(after)) return [];
    return [{ file, action: 'changed', ...(format === 'oslo' ? { keys: optionChanges(before, after, secrets), lines: [] } : { keys: [], lines: lineChanges(file, before, after) }) }];
  });
}

function optionChanges(before: string, after: string, { resolve, redact }: SecretTexts): FieldChange[] {
  const [old, next] = [options(before), options(after)];
  const paths = [...new Set([...old.keys(), ...next.keys()])].sort();
  return paths.flatMap((path): FieldChange[] => {
    const [from, to] = [old.get(path), next.get(path)];
    if (from === (to === undefined ? undefined : resolve(to))) return [];
    if (to === undefined) return [{ path, from: hidden, to: undefined }];
    const secret = secretNames(to).length > 0;
    return [{ path, from: from === undefined ? undefined : secret ? hidden : redact(from), to: secret ? hidden : to }];
  });
}

/** Options of an INI file by `section.option`; the values of one that stands several times are put on lines of their own. */
function options(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let section = 'DEFAULT';
  let path = '';
  for (const line of text.split('\n')) {
    section = /^\[([^\]]+)\]\s*$/.exec(line)?.[1] ?? section;
    const { option, value } = optionOf(line);
    if (option !== undefined) path = `${section}.${option}`;
    if (path === '' || value === undefined) continue;
    const before = found.get(path);
    found.set(path, before === undefined ? value : `${before}\n${value}`);
  }
  return found;
}

/** An option with its value, a further line of the value before, or nothing (a comment, a section). */
function optionOf(line: string): { readonly option?: string; readonly value?: string } {
  if (/^\s+\S/.test(line)) return { value: line.trim() };
  const [, option, value] = /^([^#;\s[][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
  return option === undefined || value === undefined ? {} : { option, value };
}

function lineChanges(file: string, before: string, after: string): string[] {
  if (secretNames(after).length > 0) return [];
  return structuredPatch(file, file, before, after, undefined, undefined, { context: 2 }).hunks.flatMap((hunk) => hunk.lines);
}
