import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type YAMLMap } from 'yaml';
import type { KeyPath } from './key-path.ts';

/** Offset of the key at `path` of a document; aliases and merge keys are followed. Undefined when it is not written. */
export function keyOffset(document: Document, path: KeyPath): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const key of path) {
    const parent: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(parent)) {
      const pair = pairOf(parent, String(key), document);
      if (pair === undefined) return undefined;
      offset = (pair.key as Node).range?.[0];
      node = pair.value;
    } else if (isSeq(parent)) {
      node = parent.items[Number(key)];
      offset = (node as Node | undefined)?.range?.[0];
    } else return undefined;
  }
  return offset;
}

/** The pair with this key, or what a merge key (`<<`) brings. */
function pairOf(map: YAMLMap, key: string, document: Document): { key: unknown; value: unknown } | undefined {
  const own = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  if (own !== undefined) return own;
  const merged = map.items.find((item) => isScalar(item.key) && String(item.key.source ?? item.key.value) === '<<')?.value;
  const sources = isSeq(merged) ? merged.items : [merged];
  for (const source of sources) {
    const node: unknown = isAlias(source) ? source.resolve(document) : source;
    const found = isMap(node) ? pairOf(node, key, document) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
