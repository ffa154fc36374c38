import type { Where } from '../diagnostics/index.ts';
import { hasPath, type KeyPath } from './key-path.ts';

/** One document of a file, or one `--set`: values with their places. */
export interface Layer {
  readonly kind: 'document' | 'assignment';
  readonly value: unknown;
  /** Where the key at `path` stands; undefined when this layer does not have it. */
  find(path: KeyPath): Where | undefined;
}

/** Where the key at `path`, or what is nearest around it, is written; the last layer wins. Undefined when nothing of it is. */
export function locateIn(layers: readonly Layer[], path: KeyPath): Where | undefined {
  for (let length = path.length; length > 0; length--) {
    for (const layer of layers.toReversed()) {
      const found = layer.find(path.slice(0, length));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Where the value that stands at `path` of the merged layers comes from. Undefined when no layer has it. */
export function originIn(layers: readonly Layer[], path: KeyPath): Where | undefined {
  const layer = layers.findLast((item) => hasPath(item.value, path));
  return layer === undefined ? undefined : locateIn([layer], path);
}
