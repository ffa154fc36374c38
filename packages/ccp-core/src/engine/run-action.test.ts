import { beforeEach, describe, expect, test } from '@jest/globals';
import { defineAction, secretRef, type JobAction } from '../definition/index.ts';
import type { RenderInputs } from '../render/index.ts';
import { fakeCluster, sampleApp, sampleDesired, sampleModels, sampleNodes, type FakeCluster } from '../testing/index.ts';
import { startRecord, recordRun } from './action-record.ts';
import { keptRuns, listRuns, readLog, removeOldRuns, removeRun, selectRuns } from './action-runs.ts';
import { leaseRef } from './lease.ts';
import { planServices } from './plan-services.ts';
import { startRun, waitForRun } from './run-action.ts';
import { ensureSecrets, type SecretStore } from './secrets.ts';

const action = defineAction({ name: 'sync', title: 'Sync', service: sampleApp, job: () => ({ command: ['sync'], env: { TOKEN: secretRef('app.database-password') } }) }) as JobAction;
const never = new AbortController().signal;
let cluster: FakeCluster;
let secrets: SecretStore;

beforeEach(async () => {
  cluster = fakeCluster(sampleNodes, { settled: true });
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
  secrets = await ensureSecrets(cluster, 'local', 'ns', ['store.root', 'app.database-password']);
});

async function start(run: string): Promise<void> {
  const { models } = await sampleModels();
  const [model] = models.filter(({ owner }) => owner.service === 'app');
  if (model === undefined) throw new Error('no model');
  const inputs: RenderInputs = { imageReference: () => 'r/app:1', imageKey: () => 'k', secretVersion: () => 'v', podInit: undefined };
  await startRun(cluster, { action, parameters: { a: 1 }, model, run, inputs, secrets });
}

function ofKind(kind: string): { metadata: { name: string }; [field: string]: unknown }[] {
  return [...cluster.objects.values()].filter((object) => object.kind === kind);
}

describe('a run in the cluster', () => {
  test('begins suspended, so that its configuration belongs to it before its pod reads it', async () => {
    cluster.changes.length = 0;
    await start('sync-1');
    expect(cluster.changes).toEqual(['create Job sync-1', expect.stringMatching(/^create Secret sync-1-/), 'replace Job sync-1']);
    const [config] = ofKind('Secret').filter(({ metadata }) => metadata.name.startsWith('sync-1-'));
    expect(config?.metadata).toMatchObject({ ownerReferences: [{ kind: 'Job', name: 'sync-1', uid: expect.any(String) as unknown }] });
    expect(ofKind('Job')[0]).toMatchObject({ spec: { suspend: false, backoffLimit: 0 } });
  });

  test('keeps its pod and its log when its time is over: the deadline is the pod\'s', async () => {
    await start('sync-1');
    const [job] = ofKind('Job') as unknown as { spec: { activeDeadlineSeconds?: number; ttlSecondsAfterFinished?: number; template: { spec: { activeDeadlineSeconds: number } } } }[];
    expect(job?.spec.template.spec.activeDeadlineSeconds).toBe(600);
    expect([job?.spec.activeDeadlineSeconds, job?.spec.ttlSecondsAfterFinished]).toEqual([undefined, undefined]);
  });

  test('no secret stands in its Job', async () => {
    await start('sync-1');
    expect(JSON.stringify(ofKind('Job'))).not.toContain(secrets.value('app.database-password'));
    expect(JSON.stringify(ofKind('Job'))).not.toContain('@@secret');
  });

  test('is neither shown by a plan nor removed by a deploy', async () => {
    const before = await planServices(cluster, await sampleDesired());
    await start('sync-1');
    const after = await planServices(cluster, await sampleDesired());
    expect(after.plan).toEqual(before.plan);
    expect(after.live.objects.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('sync-'))).toEqual([]);
  });

  test('that fails ends the wait', async () => {
    await start('sync-1');
    const job = cluster.objects.get('Job sync-1');
    if (job !== undefined) cluster.objects.set('Job sync-1', { ...job, status: { conditions: [{ type: 'Failed', status: 'True', message: 'no more tries' }] } });
    const wait = { cluster, view: await cluster.view('ns'), namespace: 'ns', run: 'sync-1', signal: never, onProgress: () => undefined };
    await expect(waitForRun(wait)).rejects.toMatchObject({ code: 'ACTION_FAILED', message: 'sync-1 failed: no more tries' });
  });

  test('is waited for; Ctrl-C leaves it and says how to follow it', async () => {
    await start('sync-1');
    const view = await cluster.view('ns');
    const wait = { cluster, view, namespace: 'ns', run: 'sync-1', onProgress: () => undefined };
    await waitForRun({ ...wait, signal: never });
    await expect(waitForRun({ ...wait, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED', hint: expect.stringContaining('ccp action log sync-1 -f') as unknown });
    expect(ofKind('Job')).toHaveLength(1);
  });
});

describe('runs', () => {
  test(`the newest ${keptRuns} of an action are kept, and those that have not ended`, async () => {
    for (let i = 0; i < keptRuns + 3; i++) {
      await start(`sync-${i}`);
      const job = cluster.objects.get(`Job sync-${i}`);
      const creationTimestamp = new Date(1e12 + i * 1000).toISOString();
      if (job !== undefined) cluster.objects.set(`Job sync-${i}`, { ...job, metadata: { ...job.metadata, creationTimestamp } as typeof job.metadata, ...(i === 0 ? { status: {} } : {}) });
    }
    await removeOldRuns(cluster, 'ns', 'other');
    expect(ofKind('Job')).toHaveLength(keptRuns + 3);
    await removeOldRuns(cluster, 'ns', 'sync');
    expect(ofKind('Job').map(({ metadata }) => metadata.name)).toEqual(['sync-0', ...Array.from({ length: keptRuns }, (_, i) => `sync-${i + 3}`)]);
  });

  test('unknown names are told in one go, with the nearest', async () => {
    await start('sync-1');
    const runs = await listRuns(cluster, 'ns');
    expect(selectRuns(runs, ['sync-1']).map(({ run }) => run.run)).toEqual(['sync-1']);
    expect(() => selectRuns(runs, ['sync-2', 'zzz'])).toThrow(expect.objectContaining({ code: 'USAGE', hint: 'Did you mean "sync-1"?', others: [expect.objectContaining({ message: expect.stringContaining('zzz') as unknown })] }));
  });
});

describe('the record of what ccp carries out itself', () => {
  const owner = { environment: 'local', namespace: 'ns', component: 'ccp-sample', service: 'app' };
  const begin = { owner, run: 'rotate-1', action: 'rotate', parameters: {}, holder: 'host:7:boot:id' };
  const hold = (renewTime: string): Promise<boolean> => cluster.create({ ...leaseRef('ns'), spec: { holderIdentity: begin.holder, renewTime } });

  test('tells running, then the end, with its log', async () => {
    await hold(new Date().toISOString());
    const record = await startRecord(cluster, begin);
    record.say('one');
    record.say('two');
    expect((await listRuns(cluster, 'ns'))[0]?.run).toMatchObject({ run: 'rotate-1', action: 'rotate', state: 'running' });
    await record.end('failed', 'no pod shows it');
    const [known] = await listRuns(cluster, 'ns');
    expect(known?.run).toMatchObject({ state: 'failed', reason: 'no pod shows it', ended: expect.any(String) as unknown });
    if (known === undefined) throw new Error('no run');
    expect(await readLog(cluster, 'ns', known)).toEqual(['one', 'two']);
    await removeRun(cluster, 'ns', known);
    expect(await listRuns(cluster, 'ns')).toEqual([]);
  });

  test.each([
    ['nobody holds the lease', undefined],
    ['its holder is silent', '2020-01-01T00:00:00.000Z'],
  ])('is failed when %s any more', async (_, renewTime) => {
    if (renewTime !== undefined) await hold(renewTime);
    await startRecord(cluster, begin);
    expect((await listRuns(cluster, 'ns'))[0]?.run).toMatchObject({ state: 'failed', reason: expect.stringContaining('process 7 on host') as unknown });
  });

  test('that somebody damaged is a failed run', () => {
    expect(recordRun({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }, undefined)).toMatchObject({ run: 'x', state: 'failed', log: [] });
  });
});
