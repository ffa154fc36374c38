/** Routes and addresses are made for this many nodes from the start, so that a node may join without telling the others. */
export const nodeLimit = 16;

/** Name of the container and of the Kubernetes node with this number. */
export function nodeName(cluster: string, index: number): string {
  return `${cluster}-${index}`;
}

/** Pure: numbers of the nodes among these names of containers, smallest first. */
export function nodeIndices(cluster: string, names: readonly string[]): number[] {
  const prefix = `${cluster}-`;
  const found = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return found.filter((rest) => /^[1-9]\d?$/.test(rest)).map(Number).sort((a, b) => a - b);
}

/**
 * Pure: numbers of the nodes that there should be. Those that exist stay; free numbers are taken, smallest first, until
 * there are `count`. Default: those that exist. There is always number 1, the control plane.
 */
export function wantedNodes(existing: readonly number[], count: number | undefined): number[] {
  const wanted = new Set([1, ...existing]);
  for (let index = 1; index <= nodeLimit && wanted.size < (count ?? 1); index++) wanted.add(index);
  return [...wanted].sort((a, b) => a - b);
}

/** Pure: names of the workers that go when only `count` nodes are to stay: the youngest numbers first. */
export function surplusNodes(cluster: string, existing: readonly number[], count: number): string[] {
  // The control plane counts even where its container is still to be made.
  const workers = wantedNodes(existing, undefined).filter((index) => index !== 1).sort((a, b) => b - a);
  return workers.slice(0, Math.max(0, workers.length + 1 - count)).map((index) => nodeName(cluster, index));
}
