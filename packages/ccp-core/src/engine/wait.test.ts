import { describe, expect, test } from '@jest/globals';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { waitFor } from './wait.ts';

const { signal } = new AbortController();

describe('what cannot become ready says what to do', () => {
  test.each([
    ['another StorageClass or ccp up, when every volume is taken', "cannot be scheduled: 0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind.", /PersistentVolume .*ccp up/],
    ['to mend the cause and go on, else', 'cannot be scheduled: 0/1 nodes are available: 1 Insufficient memory.', /^Mend the cause/],
  ])('%s', async (_, reason, hint) => {
    const cluster = fakeCluster();
    const failing = waitFor({
      cluster,
      namespace: 'ns',
      view: await cluster.view('ns'),
      object: 'mariadb',
      limitSeconds: 10,
      signal,
      judge: () => ({ state: 'failed', reason }),
      redact: (text) => text,
      onReason: () => undefined,
    });
    await expect(failing).rejects.toMatchObject({ code: 'DEPLOY_FAILED', message: `mariadb: ${reason}`, hint: expect.stringMatching(hint) as unknown });
  });
});
