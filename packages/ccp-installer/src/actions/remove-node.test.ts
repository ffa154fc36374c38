import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EngineEvent } from 'ccp-core';
import { FakeApi } from '../../test/fake-api.ts';
import { FakeEngine } from '../../test/fake-engine.ts';
import { sampleWork } from '../../test/sample-work.ts';
import { persistentVolume } from '../cluster/volumes.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { knownWorker } from '../commands/cluster-remove-node.ts';
import { labelsOf } from '../docker/labels.ts';
import { joinWorker } from './kubeadm.ts';
import { forgetRemovedNodes } from './kept-nodes.ts';
import { kubeconfigPath } from './kubeconfig.ts';
import { removeNodes } from './remove-node.ts';

let engine: FakeEngine;
let api: FakeApi;
let stateDirectory: string;
let events: EngineEvent[];

const bound = { ...persistentVolume('dev', { node: 'dev-2', number: 1 }), status: { phase: 'Bound' } };
const claimed = { ...bound, spec: { claimRef: { namespace: 'lab', name: 'data-mariadb-0' } } };
const free = { ...persistentVolume('dev', { node: 'dev-2', number: 2 }), status: { phase: 'Available' } };

const changesOfForce = [
  'DELETE /api/v1/namespaces/lab/persistentvolumeclaims/data-mariadb-0',
  'DELETE /api/v1/persistentvolumes/dev-2-1',
  'DELETE /api/v1/persistentvolumes/dev-2-2',
  'DELETE /api/v1/nodes/dev-2',
];

beforeEach(async () => {
  [engine, api] = await Promise.all([FakeEngine.start(), FakeApi.start()]);
  stateDirectory = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  await writeFile(kubeconfigPath({ stateDirectory }), api.kubeconfig);
  events = [];
  engine.containers.set('dev-1', { labels: labelsOf('dev', 'control-plane'), running: true, joined: true });
  engine.volumes.set('dev-2-var', labelsOf('dev'));
  api.lists.set('/api/v1/persistentvolumes', [claimed, free]);
  knowNode('dev-2', {});
});
afterEach(async () => {
  await Promise.all([engine.stop(), api.stop(), rm(stateDirectory, { recursive: true })]);
});

function knowNode(name: string, annotations: Record<string, string>): void {
  api.lists.set('/api/v1/nodes', [{ metadata: { name: 'dev-1' } }, { metadata: { name, annotations } }]);
}

function work(existing: readonly number[] = [1]): ClusterWork {
  return sampleWork({ docker: engine.docker, stateDirectory, existing, events });
}

describe('a removal whose container has gone', () => {
  test('goes on with the same command: the node is still known', async () => {
    await expect(knownWorker(work(), 'dev-2')).resolves.toBe('dev-2');
    await expect(knownWorker(work(), 'dev-3')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(knownWorker(work(), 'dev-1')).rejects.toMatchObject({ code: 'USAGE' });
    await removeNodes(work(), ['dev-2'], { force: true });
    expect(api.changes).toEqual(['PATCH /api/v1/nodes/dev-2', ...changesOfForce]);
    expect([...engine.volumes.keys()]).toEqual([]);
  });

  test('that was forced is ended by force at the next `cluster up`, and so no claim is left whose data is gone', async () => {
    await removeNodes(work([1, 2]), ['dev-2'], { force: true });
    const { metadata } = api.bodies.get('/api/v1/nodes/dev-2') as { metadata: { annotations: Record<string, string> } };
    // As if it had been interrupted before anything else was changed.
    api.changes.length = 0;
    knowNode('dev-2', metadata.annotations);
    await forgetRemovedNodes.run(work(), () => undefined);
    expect(api.changes).toEqual(changesOfForce);
  });

  test('that was not forced keeps claims that were bound meanwhile', async () => {
    knowNode('dev-2', { 'ccp.io/removing': 'true' });
    await forgetRemovedNodes.run(work(), () => undefined);
    expect(api.changes).toEqual(['DELETE /api/v1/persistentvolumes/dev-2-2', 'DELETE /api/v1/nodes/dev-2']);
    expect([...engine.volumes.keys()]).toEqual(['dev-2-var']);
  });
});

describe('a new node of a former name', () => {
  test('finds nothing of the former one: its disk is empty; claims that held data there are told', async () => {
    const ofNode = { name: 'kube-proxy-x', namespace: 'kube-system', ownerReferences: [{ kind: 'DaemonSet' }] };
    api.lists.set('/api/v1/pods', [
      { metadata: ofNode, status: { phase: 'Running' } },
      { metadata: { name: 'mariadb-0', namespace: 'lab' }, status: { phase: 'Running' } },
    ]);
    engine.containers.set('dev-2', { labels: labelsOf('dev', 'worker'), running: true });
    const again = work([1, 2]);
    // The engine of this test runs no commands: kubeadm is not reached.
    await expect(joinWorker(again.plan.nodes[1]!).run(again, () => undefined)).rejects.toThrow();
    expect(api.changes).toEqual([...changesOfForce, 'DELETE /api/v1/namespaces/lab/pods/mariadb-0?gracePeriodSeconds=0']);
    expect(events).toEqual([expect.objectContaining({ level: 'warning', text: expect.stringContaining('lab/data-mariadb-0') as unknown })]);
    expect(engine.changes).toEqual(['POST /containers/dev-1/exec']);
  });
});
