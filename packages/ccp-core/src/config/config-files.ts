import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { CcpError, formatWhere, type Where } from '../diagnostics/index.ts';
import type { Layer } from './layer.ts';
import { parseConfigFile } from './yaml-document.ts';

/** A configuration file with everything that it includes, in the order of merging. */
export interface ConfigFiles {
  readonly layers: readonly Layer[];
  readonly faults: readonly CcpError[];
  /** Whether something could not be taken, so that what is there says nothing about the whole. */
  readonly broken: boolean;
}

interface Reader {
  readonly layers: Layer[];
  readonly faults: CcpError[];
  broken: boolean;
  /** Real path of each file that was read, with the place that named it. */
  readonly seen: Map<string, Where>;
}

/** Reads `file` and, in place of each document tagged `!include`, the files that it lists. */
export async function readConfigFiles(file: string): Promise<ConfigFiles> {
  const reader: Reader = { layers: [], faults: [], broken: false, seen: new Map() };
  await readInto(reader, file, undefined, []);
  return reader;
}

/** `chain`: real paths of the files that include this one, from the outermost. */
async function readInto(reader: Reader, file: string, namedAt: Where | undefined, chain: readonly string[]): Promise<void> {
  const found = await realpath(file).catch(() => file);
  const again = repeated(reader, found, namedAt, chain);
  if (again !== undefined) return refuse(reader, again);
  reader.seen.set(found, namedAt ?? { file });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    return refuse(reader, unreadable(file, namedAt, cause as NodeJS.ErrnoException));
  }
  const { documents, faults, broken } = parseConfigFile(file, text);
  reader.faults.push(...faults);
  reader.broken ||= broken;
  for (const document of documents) {
    if (document.kind === 'values') reader.layers.push(document.layer);
    else for (const { name, where } of document.files) await readInto(reader, resolve(dirname(file), name), where, [...chain, found]);
  }
}

function repeated(reader: Reader, file: string, namedAt: Where | undefined, chain: readonly string[]): CcpError | undefined {
  if (chain.includes(file)) {
    const circle = [...chain.slice(chain.indexOf(file)), file].map((path) => basename(path)).join(' -> ');
    return fault(`files include each other: ${circle}`, namedAt, 'Remove one of these includes.');
  }
  const first = reader.seen.get(file);
  return first === undefined ? undefined : fault(`${file} is included twice`, namedAt, `Remove one; the other stands at ${formatWhere(first)}.`);
}

function unreadable(file: string, namedAt: Where | undefined, cause: NodeJS.ErrnoException): CcpError {
  const reason = { ENOENT: 'there is no such file', EACCES: 'its mode does not allow it', EISDIR: 'it is a folder' }[cause.code ?? ''] ?? cause.message;
  const hint = namedAt === undefined ? 'Give an existing file with --config.' : 'Names are relative to the file that includes them.';
  return new CcpError('CONFIG_INVALID', `cannot read ${file}: ${reason}`, { where: namedAt ?? { file }, hint, cause });
}

function fault(message: string, where: Where | undefined, hint: string): CcpError {
  return new CcpError('CONFIG_INVALID', message, { ...(where === undefined ? {} : { where }), hint });
}

function refuse(reader: Reader, problem: CcpError): void {
  reader.faults.push(problem);
  reader.broken = true;
}
