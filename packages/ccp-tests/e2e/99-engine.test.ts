import { expect, test } from '@jest/globals';
import { newInEngine } from './harness/engine-list.ts';

test('after both environments the engine has no container, network or volume that it did not have before', async () => {
  expect(await newInEngine()).toEqual([]);
});
