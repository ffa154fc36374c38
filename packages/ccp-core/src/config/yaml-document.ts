import { LineCounter, isScalar, isSeq, parseAllDocuments, visit, type CollectionTag, type Document, type Node } from 'yaml';
import { CcpError, type Where } from '../diagnostics/index.ts';
import type { Layer } from './layer.ts';
import { isPlainObject } from './plain-object.ts';
import { keyOffset } from './yaml-place.ts';

/** A document of a configuration file: values, or the tagged list of files that stand in its place. */
export type ConfigDocument =
  | { readonly kind: 'values'; readonly layer: Layer }
  | { readonly kind: 'include'; readonly files: readonly { readonly name: string; readonly where: Where }[] };

/** What a file holds. `broken`: some of it could not be taken, so what is there says nothing about the whole. */
export interface ConfigFile {
  readonly documents: readonly ConfigDocument[];
  readonly faults: readonly CcpError[];
  readonly broken: boolean;
}

const includeTag: CollectionTag = { tag: '!include', collection: 'seq' };

/** Reads the text of a configuration file. All faults of all documents are returned (CONFIG_INVALID with their places). */
export function parseConfigFile(file: string, text: string): ConfigFile {
  if (text.trim() === '') {
    return { documents: [], broken: true, faults: [fault('the file is empty', { file, line: 1, column: 1 }, 'Write a section such as "environment:", or {} to take every default.')] };
  }
  const lines = new LineCounter();
  const place = (offset: number): Where => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  let parsed: readonly Document[];
  try {
    const result = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', merge: true, customTags: [includeTag] });
    parsed = Array.isArray(result) ? result : [];
  } catch (cause) {
    // The parser is recursive: nesting of many thousands ends its stack.
    return { documents: [], broken: true, faults: [fault('the file cannot be read as YAML', { file, line: 1, column: 1 }, 'Look for deep nesting.', cause)] };
  }
  const readings = parsed.map((document) => readDocument(document, text, place));
  return { documents: readings.flatMap((reading) => reading.document ?? []), faults: readings.flatMap((reading) => reading.faults), broken: readings.some((reading) => reading.document === undefined) };
}

type Place = (offset: number) => Where;

interface Reading {
  /** Undefined when nothing could be taken from it. */
  readonly document: ConfigDocument | undefined;
  readonly faults: readonly CcpError[];
}

function readDocument(document: Document, text: string, place: Place): Reading {
  const duplicates = document.errors.filter((error) => error.code === 'DUPLICATE_KEY');
  const [syntax] = document.errors.filter((error) => error.code !== 'DUPLICATE_KEY');
  const faults = [...duplicates.map(({ pos: [at] }) => fault(`the key ${keyAt(text, at)} is written twice in one map`, place(at), 'Join the two, or remove one.')), ...tagFaults(document, place)];
  // What follows a mistake in the syntax is read wrongly; the first one is the one to mend.
  if (syntax !== undefined) return { document: undefined, faults: [...faults, fault(syntax.message, place(syntax.pos[0]), 'Mend the YAML at this place: blanks for indentation, no tabs, "key: value".')] };
  if ((document.contents as Node | null)?.tag === includeTag.tag) return includeDocument(document, faults, place);
  return valuesDocument(document, faults, place);
}

function includeDocument(document: Document, faults: readonly CcpError[], place: Place): Reading {
  const items = isSeq(document.contents) ? document.contents.items : [];
  const files = items.flatMap((item) => (isScalar(item) && typeof item.value === 'string' ? [{ name: item.value, where: place(item.range?.[0] ?? 0) }] : []));
  if (files.length === items.length) return { document: { kind: 'include', files }, faults };
  return { document: undefined, faults: [...faults, fault('!include takes a list of file names', place(contentStart(document)), 'One name an item, relative to this file: "- networks.yaml".')] };
}

function valuesDocument(document: Document, faults: readonly CcpError[], place: Place): Reading {
  const start = place(contentStart(document));
  let value: unknown;
  let endless: boolean;
  try {
    value = document.toJS();
    endless = holdsItself(value);
  } catch (cause) {
    return { document: undefined, faults: [...faults, fault(`an alias cannot be followed: ${(cause as Error).message}`, place(firstAlias(document) ?? 0), 'Name an anchor that stands above it, and not too often.', cause)] };
  }
  if (endless) return { document: undefined, faults: [...faults, fault('an alias stands inside what it names', place(firstAlias(document) ?? 0), 'Write the value out.')] };
  if (value !== null && value !== undefined && !isPlainObject(value)) {
    return { document: undefined, faults: [...faults, fault('the configuration must be a map of sections', start, 'Begin with a section such as "environment:".')] };
  }
  const find: Layer['find'] = (path) => {
    const offset = keyOffset(document, path);
    return offset === undefined ? undefined : place(offset);
  };
  return { document: { kind: 'values', layer: { kind: 'document', value: value ?? {}, find } }, faults };
}

/** Unknown tags, and `!include` on a part of a document. */
function tagFaults(document: Document, place: Place): CcpError[] {
  const faults = document.warnings.map((warning) => fault(warning.message, place(warning.pos[0]), '"!include" before a list of files is the only tag, and for whole documents.'));
  visit(document, {
    Seq: (_, node) => {
      if (node.tag === includeTag.tag && node !== document.contents) faults.push(fault('!include stands inside a document', place(node.range?.[0] ?? 0), 'It tags a whole document: put it behind a line "---".'));
    },
  });
  return faults;
}

function keyAt(text: string, offset: number): string {
  return `"${/^["']?([^"'\s:]*)/.exec(text.slice(offset, offset + 200))?.[1] ?? ''}"`;
}

function contentStart(document: Document): number {
  return (document.contents as Node | null)?.range?.[0] ?? 0;
}

function firstAlias(document: Document): number | undefined {
  let first: number | undefined;
  visit(document, {
    Alias: (_, node) => {
      first = node.range?.[0];
      return visit.BREAK;
    },
  });
  return first;
}

function holdsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return above.includes(value) || Object.values(value).some((item) => holdsItself(item, [...above, value]));
}

function fault(message: string, where: Where, hint: string, cause?: unknown): CcpError {
  return new CcpError('CONFIG_INVALID', message, { where, hint, cause });
}
