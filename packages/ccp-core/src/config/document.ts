import { readFile } from 'node:fs/promises';
import { LineCounter, isMap, isNode, isScalar, parseAllDocuments, type Document } from 'yaml';
import { CcpError, type Where } from '../diagnostics/index.ts';
import { deepMerge, isPlainObject } from './merge.ts';

/** A path of keys and indexes into the configuration. */
export type KeyPath = readonly (string | number)[];

/** Configuration as written: the merged value and where each key of it stands. */
export interface RawConfiguration {
  readonly value: Readonly<Record<string, unknown>>;
  /** The file that was read; undefined when there is none. */
  readonly file: string | undefined;
  /** Where the value at `path` (or, with `key`, the key itself) stands; the nearest enclosing place when it is not written. */
  locate(path: KeyPath): Where;
}

interface Layer {
  readonly value: unknown;
  find(path: KeyPath): Where | undefined;
}

/**
 * Reads a configuration file (several documents are merged in order) and lays `--set` assignments over it.
 * Throws CONFIG_INVALID with file, line and column when it cannot be read or parsed.
 */
export async function readConfiguration(file: string | undefined, sets: readonly string[]): Promise<RawConfiguration> {
  const layers = [...(file === undefined ? [] : await fileLayers(file)), ...sets.map(setLayer)];
  const value = layers.reduce<unknown>((merged, layer) => deepMerge(merged, layer.value), {});
  return {
    value: isPlainObject(value) ? value : {},
    file,
    locate: (path) => locateIn(layers, path, file),
  };
}

async function fileLayers(file: string): Promise<Layer[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new CcpError('CONFIG_INVALID', `cannot read ${file}: ${(cause as Error).message}`, { where: { file }, hint: 'Give an existing file with --config.', cause });
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  return (Array.isArray(documents) ? documents : []).map((document: Document) => documentLayer(document, file, lines));
}

function documentLayer(document: Document, file: string, lines: LineCounter): Layer {
  const place = (offset: number): Where => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error !== undefined) throw new CcpError('CONFIG_INVALID', error.message, { where: place(error.pos[0]), hint: 'Mend the YAML at this place.' });
  const value: unknown = document.toJS();
  if (value !== null && value !== undefined && !isPlainObject(value)) {
    throw new CcpError('CONFIG_INVALID', 'the configuration must be a map of sections', { where: place(0), hint: 'Begin with a section such as "environment:".' });
  }
  return { value: value ?? {}, find: (path) => findInDocument(document, path, place) };
}

function findInDocument(document: Document, path: KeyPath, place: (offset: number) => Where): Where | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
    if (pair !== undefined && isScalar(pair.key) && pair.key.range) return place(pair.key.range[0]);
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) && node.range ? place(node.range[0]) : undefined;
}

function setLayer(assignment: string): Layer {
  const equals = assignment.indexOf('=');
  const path = equals > 0 ? splitPath(assignment.slice(0, equals)) : [];
  if (path.length === 0) {
    throw new CcpError('CONFIG_INVALID', `--set ${assignment} is not of the form key.path=value`, { where: { object: `--set ${assignment}` }, hint: 'For example --set services.keystone.config.debug=true' });
  }
  const [document] = parseAllDocuments(assignment.slice(equals + 1));
  const leaf: unknown = document?.toJS() ?? null;
  const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), leaf);
  return {
    value,
    find: (wanted) => (wanted.length <= path.length && wanted.every((key, i) => key === path[i]) ? { object: `--set ${assignment}` } : undefined),
  };
}

/** Splits `a.'b.c'.d` at its dots; parts in single quotes keep theirs. */
function splitPath(text: string): string[] {
  return [...text.matchAll(/'([^']+)'|([^.']+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

function locateIn(layers: readonly Layer[], path: KeyPath, file: string | undefined): Where {
  for (let length = path.length; length > 0; length--) {
    for (const layer of [...layers].reverse()) {
      const found = layer.find(path.slice(0, length));
      if (found !== undefined) return found;
    }
  }
  return file === undefined ? {} : { file };
}
