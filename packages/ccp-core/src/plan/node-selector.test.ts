import { describe, expect, test } from '@jest/globals';
import { parseNodeSelector, SelectorError } from './node-selector.ts';

const nodes = [
  { name: 'node1', labels: { disk: 'ssd', zone: 'a' } },
  { name: 'node10', labels: { disk: 'hdd', zone: 'b', 'example.org/gpu': '' } },
  { name: 'other', labels: {} },
];

describe('keys of nodes', () => {
  test.each([
    ['node1', ['node1']],
    ['node.*', ['node1', 'node10']],
    ['node1|other', ['node1', 'other']],
    ['label:disk=ssd', ['node1']],
    ['label:disk==ssd', ['node1']],
    ['label:disk!=ssd', ['node10', 'other']],
    ['label:disk=ssd,zone!=b', ['node1']],
    ['label:disk=ssd, zone = b', []],
    ['label:zone in (a, b)', ['node1', 'node10']],
    ['label:zone in (a),disk', ['node1']],
    ['label:zone notin (a)', ['node10', 'other']],
    ['label:example.org/gpu', ['node10']],
    ['label:!example.org/gpu', ['node1', 'other']],
    ['label:example.org/gpu=', ['node10']],
  ])('%s', (key, expected) => {
    expect(nodes.filter(parseNodeSelector(key)).map(({ name }) => name)).toEqual(expected);
  });

  test.each(['node[', 'label:', 'label:disk=ssd,', 'label:disk in a', 'label:=ssd', 'label:disk=s s', 'label:zone in ()x'])('%s is refused', (key) => {
    expect(() => parseNodeSelector(key)).toThrow(SelectorError);
  });
});
