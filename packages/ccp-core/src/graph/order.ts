/** A directed graph: for each node the nodes that must come before it. Nodes that are only named as a value have no edges. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/**
 * The nodes of a cycle in the order in which they need each other, first and last the same; undefined when there is
 * none. Depth-first search that keeps the path it is on.
 */
export function findCycle(edges: Edges): string[] | undefined {
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | undefined => {
    if (finished.has(node)) return undefined;
    const start = path.indexOf(node);
    if (start >= 0) return [...path.slice(start), node];
    path.push(node);
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    finished.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/**
 * Every node after all that it needs; among equals by name, so that the same graph gives the same order. Throws a
 * plain Error that names the path when there is a cycle: check with {@link findCycle} first where users can make one.
 */
export function topological(edges: Edges): string[] {
  return levels(edges).flat();
}

/** Nodes in groups: those of a group need only nodes of earlier groups. Each group is sorted. Throws as {@link topological}. */
export function levels(edges: Edges): string[][] {
  const cycle = findCycle(edges);
  if (cycle !== undefined) throw new Error(`The graph has a cycle: ${cycle.join(' -> ')}`);
  const depths = new Map<string, number>();
  const depth = (node: string): number => {
    const known = depths.get(node);
    if (known !== undefined) return known;
    const own = Math.max(-1, ...(edges.get(node) ?? []).map(depth)) + 1;
    depths.set(node, own);
    return own;
  };
  for (const node of edges.keys()) depth(node);
  const groups: string[][] = [];
  for (const [node, at] of depths) (groups[at] ??= []).push(node);
  return groups.map((group) => group.sort());
}

/** `from` and everything that these need, directly or not. */
export function reachable(edges: Edges, from: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    waiting.push(...(edges.get(node) ?? []));
  }
  return found;
}
