import { describe, expect, test } from '@jest/globals';
import { ccp, start } from './harness/ccp.ts';
import { cloud, cloudConfig } from './harness/cloud.ts';
import { noteEngine } from './harness/engine-list.ts';

describe('before the environments come up', () => {
  test('nothing is left of a run that was cut off', async () => {
    expect((await ccp(['down'])).exitCode).toBe(0);
    expect((await cloud('down')).exitCode).toBe(0);
    await noteEngine();
  });

  test('every image is built', async () => {
    const { child, ended } = start(['build'], { config: cloudConfig });
    // About 15 minutes with an empty engine: whoever waits sees how it goes.
    child.stderr?.pipe(process.stderr, { end: false });
    expect((await ended).exitCode).toBe(0);
  });
});
