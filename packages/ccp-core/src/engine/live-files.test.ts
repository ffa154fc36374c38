import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LiveFilesHandle } from '../definition/index.ts';
import { fakeCluster, type FakeCluster } from '../testing/index.ts';
import { liveFilesOf } from './live-files.ts';

/** What the container of each pod sees; a pod that is not here does not run. */
let mounts: Map<string, Record<string, string>>;
let cluster: FakeCluster;
let stop: AbortController;
let looks: number;

beforeEach(async () => {
  mounts = new Map();
  looks = 0;
  stop = new AbortController();
  cluster = fakeCluster([], {
    exec: (pod) => {
      const files = mounts.get(pod);
      const lines = Object.entries(files ?? {}).map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
      return { exitCode: files === undefined ? 1 : 0, stdout: lines.join(''), stderr: '' };
    },
  });
  await cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'app-keys' }, stringData: { '0': 'a', '10': 'c', '9': 'b' } });
});

async function addPod(name: string, files: Record<string, string> | undefined, more: object = {}): Promise<void> {
  await cluster.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { 'ccp.io/workload': 'app' } }, spec: { nodeName: 'n1' }, status: { phase: 'Running' }, ...more });
  if (files !== undefined) mounts.set(name, files);
}

/** `onLook`: what happens in the cluster while it is waited. */
async function handle(onLook: (look: number) => void = () => undefined): Promise<LiveFilesHandle> {
  const view = await cluster.view('ns');
  const watched = { ...view, changed: async () => onLook(++looks) };
  return liveFilesOf({ cluster, view: watched, namespace: 'ns', service: 'app', secret: 'app-keys', spec: { path: '/keys', make: () => ({}) }, signal: stop.signal, onWait: () => undefined });
}

const present = { '0': 'a', '9': 'b', '10': 'c' };

describe('live files', () => {
  test('are shown when every pod that runs has exactly these', async () => {
    await addPod('app-1', present);
    await addPod('app-2', present);
    expect(await (await handle()).shown()).toEqual(['app-1', 'app-2']);
    expect(looks).toBe(0);
  });

  test.each([
    ['an older content', { '0': 'old', '9': 'b', '10': 'c' }],
    ['a file too few', { '0': 'a', '9': 'b' }],
    ['a file too many', { ...present, '8': 'z' }],
    ['no running container', undefined],
  ])('a pod with %s is waited for, and its kubelet is asked to look once', async (_, files) => {
    await addPod('app-1', files);
    const keys = await handle((look) => void (look === 3 && mounts.set('app-1', present)));
    await keys.shown();
    expect(looks).toBe(3);
    expect(cluster.changes.filter((change) => change === 'replace Pod app-1')).toHaveLength(1);
  });

  test('pods that are not placed, end, or belong to another service read nothing', async () => {
    await addPod('app-1', present);
    await addPod('app-pending', undefined, { spec: {} });
    await addPod('app-done', undefined, { status: { phase: 'Failed' } });
    await addPod('other', undefined, { metadata: { name: 'other', labels: {} } });
    expect(await (await handle()).shown()).toEqual(['app-1']);
  });

  test('Ctrl-C ends the wait and refuses changes', async () => {
    await addPod('app-1', {});
    const keys = await handle(() => stop.abort());
    await expect(keys.shown()).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(keys.change((now) => now)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  test('a change that somebody else was faster with is made again on what is there now; other annotations stay', async () => {
    const keys = await handle();
    let calls = 0;
    await keys.change((now) => {
      if (++calls === 1) {
        const live = cluster.objects.get('Secret app-keys');
        if (live !== undefined) cluster.objects.set('Secret app-keys', { ...live, metadata: { ...live.metadata, resourceVersion: 'newer', annotations: { other: 'stays' } } });
      }
      return { files: { ...now.files, '11': 'd' }, notes: { rotation: '11' } };
    });
    expect(calls).toBe(2);
    expect(await keys.read()).toMatchObject({ files: { ...present, '11': 'd' }, notes: { rotation: '11' } });
    expect(cluster.objects.get('Secret app-keys')?.metadata.annotations).toEqual({ other: 'stays', 'ccp.io/note-rotation': '11' });
  });

  test('that were never made are told', async () => {
    cluster.objects.clear();
    await expect((await handle()).read()).rejects.toMatchObject({ code: 'NOT_DEPLOYED' });
  });
});
