import PQueue from 'p-queue';
import { longestPaths, type Edges } from '../graph/index.ts';

/** How a node ended: `done` lets its dependents run, `failed` skips them. */
export type NodeResult = 'done' | 'failed';

/** Options of {@link runGraph}. */
export interface RunGraphOptions {
  /** How many nodes run at once. */
  readonly width: number;
  /** Expected seconds of a node: those with the longest way to go start first. */
  weight(node: string): number;
  /** Runs a node. Must not throw for what only this node and its dependents suffer from; what it throws ends the run. */
  run(node: string): Promise<NodeResult>;
  /** Told for each node that cannot run because `because` failed. */
  skipped(node: string, because: string): void;
  readonly signal: AbortSignal;
}

/**
 * Runs all nodes, each after those that it needs, the critical path first. A failed node ends only its dependents. After an
 * abort no further node starts, and running ones are awaited. Throws the first error that a node threw, after the others ended.
 */
export async function runGraph(edges: Edges, options: RunGraphOptions): Promise<void> {
  const queue = new PQueue({ concurrency: options.width });
  const priorities = longestPaths(edges, options.weight);
  const waiting = new Map([...edges].map(([node, needs]) => [node, new Set(needs.filter((need) => edges.has(need)))]));
  const priority = (node: string): number => priorities.get(node) ?? 0;
  const errors: unknown[] = [];

  const skip = (failed: string, root: string): void => {
    for (const [node, needs] of waiting) {
      if (!needs.has(failed)) continue;
      waiting.delete(node);
      options.skipped(node, root);
      skip(node, root);
    }
  };
  const finish = (node: string): void => {
    for (const needs of waiting.values()) needs.delete(node);
    start();
  };
  const work = async (node: string): Promise<void> => {
    if (options.signal.aborted || errors.length > 0) return;
    try {
      const result = await options.run(node);
      if (result === 'done') finish(node);
      else skip(node, node);
    } catch (error) {
      errors.push(error);
    }
  };
  const start = (): void => {
    const ready = [...waiting].filter(([, needs]) => needs.size === 0).map(([node]) => node);
    // An idle queue runs what comes first, whatever its priority.
    for (const node of ready.sort((a, b) => priority(b) - priority(a))) {
      waiting.delete(node);
      void queue.add(() => work(node), { priority: priority(node) });
    }
  };
  start();
  await queue.onIdle();
  if (errors.length > 0) throw errors[0];
}
