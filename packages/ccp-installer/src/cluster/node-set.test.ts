import { describe, expect, test } from '@jest/globals';
import { nodeIndices, surplusNodes, wantedNodes } from './node-set.ts';

describe('set of nodes', () => {
  test.each<[string, number[], number | undefined, number[]]>([
    ['a new cluster has one', [], undefined, [1]],
    ['a new cluster has as many as are asked for', [], 3, [1, 2, 3]],
    ['what exists stays when nothing is asked for', [1, 2, 4], undefined, [1, 2, 4]],
    ['fewer remove nothing', [1, 2, 3], 1, [1, 2, 3]],
    ['a gap is filled first', [1, 3], 4, [1, 2, 3, 4]],
    ['the control plane is made again', [2], undefined, [1, 2]],
  ])('%s', (_, existing, count, expected) => expect(wantedNodes(existing, count)).toEqual(expected));

  test('is read from names of containers; the registry and other clusters are none', () => {
    expect(nodeIndices('dev', ['dev-registry', 'dev-2', 'dev-1', 'dev-x-1', 'dev2-3', 'dev-02', 'dev-100', 'dev-10'])).toEqual([1, 2, 10]);
  });

  test('the youngest workers go first, the control plane never', () => {
    expect(surplusNodes('dev', [1, 2, 4], 1)).toEqual(['dev-4', 'dev-2']);
    expect(surplusNodes('dev', [1, 2, 4], 2)).toEqual(['dev-4']);
    expect(surplusNodes('dev', [1, 2], 3)).toEqual([]);
    expect(surplusNodes('dev', [2, 3], 1)).toEqual(['dev-3', 'dev-2']);
  });
});
