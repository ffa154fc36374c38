import { expect, test } from '@jest/globals';
import { cloud } from './harness/cloud.ts';
import { leftOf } from './harness/docker.ts';

test('down leaves no container, network or volume of the cloud', async () => {
  expect((await cloud('down')).exitCode).toBe(0);
  expect(await leftOf('ccp-e2e-cloud')).toEqual([]);
});
