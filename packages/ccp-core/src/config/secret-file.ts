import { readFile, stat } from 'node:fs/promises';
import { LineCounter, isMap, isScalar, parseDocument, type Document, type Pair } from 'yaml';
import { CcpError, type Where } from '../diagnostics/index.ts';
import type { Configuration } from './load.ts';
import { namedFile } from './places.ts';

/** Values of secrets that the operator hands in. They are only ever handed on to the master Secret. */
export interface SecretImports {
  /** Full names (`<service>.<what>`) with their places. */
  readonly places: ReadonlyMap<string, Where>;
  /** Throws no error: undefined when the file does not have it. */
  value(name: string): string | undefined;
}

const nothing: SecretImports = { places: new Map(), value: () => undefined };

/**
 * Reads the file of `secrets.file`: a map of full names to values. Returned as faults (CONFIG_INVALID), which never hold a value: a file that
 * others can read, that cannot be read, and values that are no text of one line.
 */
export async function readSecretFile(configuration: Configuration): Promise<{ imports: SecretImports; faults: readonly CcpError[] }> {
  const written = configuration.core.secrets.file;
  if (written === undefined) return { imports: nothing, faults: [] };
  const key = ['secrets', 'file'];
  const file = namedFile(configuration, key, written);
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) return refused(`${file} can be read by others (mode ${(mode & 0o777).toString(8)})`, { file }, `chmod 600 ${file}`);
    return entriesOf(await readFile(file, 'utf8'), file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return refused(`the file of secrets cannot be read: ${file}${code === undefined ? '' : ` (${code})`}`, { object: 'secrets.file', ...configuration.raw.locate(key) }, 'Give the path of an existing file that you can read.');
  }
}

function refused(message: string, where: Where, hint: string): { imports: SecretImports; faults: readonly CcpError[] } {
  return { imports: nothing, faults: [new CcpError('CONFIG_INVALID', message, { where, hint })] };
}

function entriesOf(text: string, file: string): { imports: SecretImports; faults: readonly CcpError[] } {
  const lines = new LineCounter();
  const document: Document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Where => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  // The parser's own message may quote what is written there.
  if (error !== undefined) return refused(`the file of secrets is not valid YAML (${error.code})`, place(error.pos[0]), 'Mend the YAML at this place.');
  if (document.contents !== null && !isMap(document.contents)) return refused('the file of secrets must be a map of names to values', place(0), 'Write lines such as: keystone.admin-password: "..."');
  return checked((document.contents?.items ?? []).map((pair) => entryOf(pair, place)));
}

interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly where: Where;
}

function entryOf({ key, value }: Pair, place: (offset: number) => Where): Entry {
  const name = isScalar(key) ? String(key.value) : '';
  const offset = isScalar(key) ? key.range?.[0] : undefined;
  return { name, value: isScalar(value) ? value.value : undefined, where: { ...place(offset ?? 0), object: name } };
}

function checked(entries: readonly Entry[]): { imports: SecretImports; faults: readonly CcpError[] } {
  const values = new Map<string, string>();
  const faults: CcpError[] = [];
  for (const { name, value, where } of entries) {
    const wrong = whatIsWrong(value);
    if (wrong !== undefined) faults.push(new CcpError('CONFIG_INVALID', `secret "${name}": ${wrong}`, { where, hint: 'Give one line of text, in quotes.' }));
    else values.set(name, String(value));
  }
  return { imports: { places: new Map(entries.map(({ name, where }) => [name, where])), value: (name) => values.get(name) }, faults };
}

function whatIsWrong(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return 'the value is not text: YAML reads it as a number or a truth value';
  if (typeof value !== 'string') return 'the value is not text';
  if (value === '') return 'the value is empty';
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u001f\u007f]/.test(value) ? 'the value holds a line end or a control character' : undefined;
}
