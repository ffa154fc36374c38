import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeEngine } from '../../test/fake-engine.ts';
import { sampleWork } from '../../test/sample-work.ts';
import { labelsOf } from '../docker/labels.ts';
import { removeSurplus } from './cluster-up.ts';

const dockerHost = process.env['DOCKER_HOST'];
let engine: FakeEngine;

beforeEach(async () => {
  engine = await FakeEngine.start();
  process.env['DOCKER_HOST'] = engine.host;
  engine.containers.set('dev-registry', { labels: labelsOf('dev', 'registry'), running: true });
  for (const index of [1, 2, 3]) {
    engine.containers.set(`dev-${index}`, { labels: labelsOf('dev', index === 1 ? 'control-plane' : 'worker'), running: true });
    engine.volumes.set(`dev-${index}-var`, labelsOf('dev'));
  }
});
afterEach(async () => {
  if (dockerHost === undefined) delete process.env['DOCKER_HOST'];
  else process.env['DOCKER_HOST'] = dockerHost;
  await engine.stop();
});

describe('fewer nodes', () => {
  test('of a cluster whose kubeadm init never finished: containers and disks of the youngest go at once', async () => {
    const { context } = sampleWork({ docker: engine.docker });
    await expect(removeSurplus(context, 1, false)).resolves.toBe(2);
    expect([...engine.containers.keys()]).toEqual(['dev-registry', 'dev-1']);
    expect([...engine.volumes.keys()]).toEqual(['dev-1-var']);
  });

  test('a worker that joined is never removed without its cluster being asked', async () => {
    engine.containers.set('dev-3', { ...engine.containers.get('dev-3'), joined: true });
    const { context } = sampleWork({ docker: engine.docker });
    await expect(removeSurplus(context, 1, false)).rejects.toMatchObject({ code: 'CLUSTER_MISSING' });
    expect(engine.changes).toEqual([]);
  });
});
