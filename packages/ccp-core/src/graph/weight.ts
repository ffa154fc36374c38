import { topological, type Edges } from './order.ts';

/**
 * For each node the weight of the heaviest chain that starts with it and goes on through nodes that need it: what is
 * left to do once it starts, if there were enough workers (critical path). Weights default to 0.
 */
export function longestPaths(edges: Edges, weight: (node: string) => number): Map<string, number> {
  const dependents = new Map<string, string[]>();
  for (const [node, needs] of edges) {
    for (const need of needs) dependents.set(need, [...(dependents.get(need) ?? []), node]);
  }
  const paths = new Map<string, number>();
  for (const node of topological(edges).reverse()) {
    const after = (dependents.get(node) ?? []).map((dependent) => paths.get(dependent) ?? 0);
    paths.set(node, weight(node) + Math.max(0, ...after));
  }
  return paths;
}
