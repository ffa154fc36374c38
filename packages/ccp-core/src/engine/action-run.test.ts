import { describe, expect, test } from '@jest/globals';
import type { V1Job, V1Pod } from '@kubernetes/client-node';
import { jobRun } from './action-run.ts';

const labels = { 'ccp.io/action': 'sync', 'ccp.io/component': 'ccp-sample', 'ccp.io/service': 'app' };
const job = (more: Partial<V1Job> = {}): V1Job => ({ ...more, metadata: { name: 'sync-1', uid: 'u', labels, annotations: { 'ccp.io/parameters': '{"fast":true}' }, creationTimestamp: new Date('2026-01-01T00:00:00Z'), ...more.metadata } });
const pod = (status: object, spec: object = {}): V1Pod => ({
  metadata: { name: 'sync-1-x', labels: { 'batch.kubernetes.io/controller-uid': 'u' } },
  spec: { containers: [{ name: 'sync' }], ...spec },
  status: status as NonNullable<V1Pod['status']>,
});
const failed = { status: { failed: 1, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'limit', lastTransitionTime: '2026-01-01T00:01:00Z' as unknown as Date }] } };
const container = (state: object): object => ({ phase: 'Running', containerStatuses: [{ name: 'sync', state, ready: true, restartCount: 0 }] });

describe('a run as a Job', () => {
  test.each([
    ['no pod yet', job(), [], 'pending', /no pod/],
    ['its container starts', job(), [pod({ phase: 'Pending', containerStatuses: [{ name: 'sync', state: { waiting: { reason: 'ContainerCreating' } } }] })], 'pending', /starting/],
    ['its container runs', job(), [pod(container({ running: {} }))], 'running', /running/],
    ['done', job({ status: { conditions: [{ type: 'Complete', status: 'True' }] } }), [], 'succeeded', /^$/],
    ['its container ended with 3', job(failed), [pod(container({ terminated: { exitCode: 3, reason: 'Error' } }))], 'failed', /^exit code 3$/],
    ['no memory', job(failed), [pod(container({ terminated: { exitCode: 137, reason: 'OOMKilled' } }))], 'failed', /memory/],
    ['its time was over', job(failed), [pod({ phase: 'Failed', reason: 'DeadlineExceeded' }, { activeDeadlineSeconds: 9 })], 'failed', /deadline of 9 s/],
    ['its pods are gone', job(failed), [], 'failed', /^limit$/],
    ['no image', job(), [pod({ phase: 'Pending', containerStatuses: [{ name: 'sync', state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } }] })], 'failed', /ImagePullBackOff: not found/],
    ['being deleted', job({ metadata: { deletionTimestamp: new Date() } }), [], 'terminating', /^$/],
  ])('%s', (_, given, pods, state, reason) => {
    expect(jobRun(given, pods)).toMatchObject({ state, reason: expect.stringMatching(reason) as unknown });
  });

  test('tells whose it is, with what, and when it ended', () => {
    expect(jobRun(job(failed), [])).toMatchObject({ run: 'sync-1', action: 'sync', component: 'ccp-sample', service: 'app', parameters: { fast: true }, failures: 1, started: '2026-01-01T00:00:00.000Z', ended: '2026-01-01T00:01:00.000Z' });
  });
});
