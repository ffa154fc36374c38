import { CcpError, throwAll, type Where } from '../diagnostics/index.ts';
import { assignmentLayer } from './assignment.ts';
import { readConfigFiles } from './config-files.ts';
import type { KeyPath } from './key-path.ts';
import { locateIn, originIn, type Layer } from './layer.ts';
import { deepMerge, isPlainObject } from './merge.ts';

export type { KeyPath } from './key-path.ts';

/** Configuration as written: the merged value and where each key of it stands. */
export interface RawConfiguration {
  readonly value: Readonly<Record<string, unknown>>;
  /** The file that was read; undefined when there is none. */
  readonly file: string | undefined;
  /** Faults that left everything readable, such as a key that is written twice. */
  readonly faults: readonly CcpError[];
  /** Where the value at `path` (or, with `key`, the key itself) stands; the nearest enclosing place when it is not written. */
  locate(path: KeyPath): Where;
  /** Where the value at `path` comes from; undefined when nobody wrote it. */
  origin(path: KeyPath): Where | undefined;
}

/**
 * Reads a configuration file with all that it includes (documents are merged in order) and lays `--set` assignments over it.
 * Throws CONFIG_INVALID with every place that cannot be read or parsed.
 */
export async function readConfiguration(file: string | undefined, sets: readonly string[]): Promise<RawConfiguration> {
  const files = file === undefined ? { layers: [], faults: [], broken: false } : await readConfigFiles(file);
  const assignments = sets.map(readAssignment);
  const refused = assignments.filter((item) => item instanceof CcpError);
  if (files.broken || refused.length > 0) throwAll([...files.faults, ...refused]);
  const layers = [...files.layers, ...assignments.flatMap((item) => (item instanceof CcpError ? [] : [item]))];
  const value = layers.reduce<unknown>(merge, {});
  return {
    value: isPlainObject(value) ? value : {},
    file,
    faults: files.faults,
    locate: (path) => locateIn(layers, path) ?? (file === undefined ? {} : { file }),
    origin: (path) => originIn(layers, path),
  };
}

function readAssignment(assignment: string): Layer | CcpError {
  try {
    return assignmentLayer(assignment);
  } catch (fault) {
    if (fault instanceof CcpError) return fault;
    throw fault;
  }
}

/** A source is replaced as a whole, since half of one and half of another is none; an assignment changes just what it names. */
function merge(merged: unknown, layer: Layer): unknown {
  const isSource = (path: KeyPath): boolean => layer.kind === 'document' && path.length === 2 && path[0] === 'sources';
  return deepMerge(merged, layer.value, isSource);
}
