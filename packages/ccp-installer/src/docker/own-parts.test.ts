import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startNode } from '../actions/node-container.ts';
import { startRegistry } from '../actions/registry.ts';
import { FakeEngine } from '../../test/fake-engine.ts';
import { sampleWork } from '../../test/sample-work.ts';
import { labelsOf } from './labels.ts';
import { removeOwnContainer, removeOwnVolume } from './own-parts.ts';

let engine: FakeEngine;

beforeEach(async () => {
  engine = await FakeEngine.start();
});
afterEach(() => engine.stop());

const theirs = { labels: { 'com.docker.compose.project': 'dev' }, running: true };
const notOurs = (what: string): object => ({ code: 'CLUSTER_FAILED', message: expect.stringContaining(what) as unknown, hint: expect.stringContaining('installer: { name') as unknown });

describe('what bears a name of the cluster without its label', () => {
  test('a container in the place of a node is left alone', async () => {
    engine.containers.set('dev-1', theirs);
    const work = sampleWork({ docker: engine.docker });
    await expect(startNode(work.plan.nodes[0]!).run(work, () => undefined)).rejects.toMatchObject(notOurs('container dev-1'));
    expect(engine.changes).toEqual([]);
  });

  test('a volume in the place of a node’s disk is left alone', async () => {
    engine.volumes.set('dev-1-var', {});
    const work = sampleWork({ docker: engine.docker });
    await expect(startNode(work.plan.nodes[0]!).run(work, () => undefined)).rejects.toMatchObject(notOurs('volume dev-1-var'));
    expect(engine.changes).toEqual([]);
  });

  test('a container in the place of the registry is neither used nor removed, whether it runs or not', async () => {
    const work = sampleWork({ docker: engine.docker });
    for (const running of [true, false]) {
      engine.containers.set('dev-registry', { ...theirs, running });
      await expect(startRegistry.done(work)).rejects.toMatchObject(notOurs('container dev-registry'));
      await expect(startRegistry.run(work, () => undefined)).rejects.toMatchObject(notOurs('container dev-registry'));
    }
    expect(engine.changes).toEqual([]);
  });
});

describe('parts of the cluster', () => {
  test('are removed, and what is absent is fine', async () => {
    engine.containers.set('dev-2', { labels: labelsOf('dev', 'worker') });
    engine.volumes.set('dev-2-var', labelsOf('dev'));
    for (let times = 0; times < 2; times++) {
      await removeOwnContainer(engine.docker, 'dev', 'dev-2');
      await removeOwnVolume(engine.docker, 'dev', 'dev-2-var');
    }
    expect(engine.changes).toEqual(['DELETE /containers/dev-2', 'DELETE /volumes/dev-2-var']);
  });
});
