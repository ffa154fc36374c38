import { describe, expect, test } from '@jest/globals';
import { findCycle, levels, longestPaths, reachable, topological, type Edges } from './index.ts';

const diamond: Edges = new Map([
  ['top', ['left', 'right']],
  ['left', ['root']],
  ['right', ['root']],
  ['root', []],
]);

describe('order of a graph', () => {
  test('levels hold what can be done side by side, sorted', () => {
    expect(levels(diamond)).toEqual([['root'], ['left', 'right'], ['top']]);
  });

  test('a node that is only needed counts as a node', () => {
    expect(topological(new Map([['a', ['b']]]))).toEqual(['b', 'a']);
  });

  test('the order does not depend on how the graph was written down', () => {
    const reversed = new Map([...diamond].reverse());
    expect(topological(reversed)).toEqual(topological(diamond));
  });

  test('reachable follows needs only', () => {
    expect([...reachable(diamond, ['left'])].sort()).toEqual(['left', 'root']);
  });
});

describe('cycles', () => {
  test.each([
    [{ a: ['a'] }, ['a', 'a']],
    [{ a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
  ])('%j is reported as the path %j', (edges, path) => {
    expect(findCycle(new Map(Object.entries(edges)))).toEqual(path);
  });

  test('a graph without one has none', () => {
    expect(findCycle(diamond)).toBeUndefined();
  });

  test('ordering a cyclic graph names the path', () => {
    expect(() => topological(new Map([['a', ['b']], ['b', ['a']]]))).toThrow('a -> b -> a');
  });
});

describe('longest paths', () => {
  test('a node weighs what is left to do once it starts', () => {
    const weights: Record<string, number> = { root: 1, left: 10, right: 2, top: 5 };
    const paths = longestPaths(diamond, (node) => weights[node] ?? 0);
    expect(Object.fromEntries(paths)).toEqual({ root: 16, left: 15, right: 7, top: 5 });
  });
});
