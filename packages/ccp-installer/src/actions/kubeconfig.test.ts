import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FakeEngine } from '../../test/fake-engine.ts';
import { fakeKubeconfig } from '../../test/fake-api.ts';
import { sampleWork } from '../../test/sample-work.ts';
import { labelsOf } from '../docker/labels.ts';
import { forgetRemovedNodes, keepNodes } from './kept-nodes.ts';
import { kubeconfigPath, waitForApi } from './kubeconfig.ts';

let engine: FakeEngine;
let stateDirectory: string;

beforeEach(async () => {
  engine = await FakeEngine.start();
  stateDirectory = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  // Nothing listens there.
  await writeFile(kubeconfigPath({ stateDirectory }), fakeKubeconfig('https://127.0.0.1:1'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await engine.stop();
  await rm(stateDirectory, { recursive: true });
});

describe('an API server that does not come up', () => {
  test('ends the run with what its node wrote and what to do', async () => {
    engine.containers.set('dev-1', { labels: labelsOf('dev', 'control-plane'), running: true, joined: true, log: 'etcd: no space left on device\n' });
    const work = sampleWork({ docker: engine.docker, stateDirectory });
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (now += 100_000));
    await expect(waitForApi.run(work, () => undefined)).rejects.toMatchObject({
      code: 'CLUSTER_FAILED',
      evidence: expect.arrayContaining(['etcd: no space left on device']) as unknown,
      hint: expect.stringContaining('ccp cluster start') as unknown,
    });
  });

  test.each([forgetRemovedNodes, keepNodes])('$title: not shown as done', async (action) => {
    const work = sampleWork({ docker: engine.docker, stateDirectory });
    await expect(action.done(work)).resolves.toBe(false);
    await expect(action.run(work, () => undefined)).rejects.toMatchObject({ code: 'CLUSTER_FAILED', hint: expect.stringContaining('ccp cluster status') as unknown });
  });
});
