import { describe, expect, test } from '@jest/globals';
import type { V1ContainerStatus, V1Deployment, V1Job, V1Pod } from '@kubernetes/client-node';
import { judgeJob, judgePod, judgeWorkload } from './verdict.ts';

function pod(status: V1Pod['status'], labels: Record<string, string> = {}): V1Pod {
  return { metadata: { name: 'p', labels, creationTimestamp: new Date(0) }, spec: { containers: [{ name: 'main' }] }, status: status ?? {} };
}
function container(state: V1ContainerStatus['state'], extra: Partial<V1ContainerStatus> = {}): V1ContainerStatus {
  return { name: 'main', image: '', imageID: '', ready: false, restartCount: 0, ...(state === undefined ? {} : { state }), ...extra };
}
const crash = (restartCount: number): V1ContainerStatus => container({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount, lastState: { terminated: { exitCode: 7 } } });
const unscheduled = (message: string): V1Pod => pod({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] });

describe('pods', () => {
  test.each([
    ['an image that cannot be pulled fails at once', pod({ containerStatuses: [container({ waiting: { reason: 'ImagePullBackOff', message: 'no such tag' } })] }), 'failed', /no such tag/],
    ['a first pull error is only waited for', pod({ containerStatuses: [container({ waiting: { reason: 'ErrImagePull' } })] }), 'waiting', /ErrImagePull/],
    ['one crash may be a slow start', pod({ containerStatuses: [crash(1)] }), 'waiting', /crashed 1 times/],
    ['a second crash fails', pod({ containerStatuses: [crash(2)] }), 'failed', /exit code 7/],
    ['a missing key in a Secret fails', pod({ containerStatuses: [container({ waiting: { reason: 'CreateContainerConfigError', message: 'no key x' } })] }), 'failed', /no key x/],
    ['no node fits', unscheduled("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."), 'failed', /didn't match/],
    ['not enough memory', unscheduled('0/1 nodes are available: 1 Insufficient memory.'), 'failed', /Insufficient/],
    ['a claim that is being bound', unscheduled('pod has unbound immediate PersistentVolumeClaims'), 'waiting', /unbound/],
    ['running but not ready', pod({ containerStatuses: [container({ running: {} })] }), 'waiting', /not ready/],
    ['running and ready', pod({ containerStatuses: [container({ running: {} }, { ready: true })] }), 'ready', undefined],
  ] as const)('%s', (_, given, state, reason) => {
    const verdict = judgePod(given);
    expect(verdict.state).toBe(state);
    if (verdict.state !== 'ready') expect(verdict.reason).toMatch(reason ?? /^$/);
  });
});

describe('jobs', () => {
  const job = (conditions: NonNullable<V1Job['status']>['conditions']): V1Job => ({ metadata: { name: 'j' }, status: { conditions: conditions ?? [] } });
  test('a failed job points to the log of its newest pod', () => {
    const verdict = judgeJob('j', [job([{ type: 'Failed', status: 'True', message: 'backoff limit' }])], [pod({}, { 'batch.kubernetes.io/job-name': 'j' })]);
    expect(verdict).toEqual({ state: 'failed', reason: 'backoff limit', log: { pod: 'p', container: 'main', previous: false } });
  });
  test('a complete job is ready; another name is not', () => {
    const complete = job([{ type: 'Complete', status: 'True' }]);
    expect(judgeJob('j', [complete], []).state).toBe('ready');
    expect(judgeJob('k', [complete], []).state).toBe('waiting');
  });
});

describe('workloads', () => {
  const deployment = (status: V1Deployment['status'], generation = 1): V1Deployment => ({ kind: 'Deployment', metadata: { name: 'app', generation }, spec: { replicas: 1, selector: {}, template: {} }, status: status ?? {} });
  test.each([
    ['all updated and available', { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }, 1, 'ready'],
    ['the controller has not seen the change', { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }, 2, 'waiting'],
    ['an old replica still runs', { observedGeneration: 1, replicas: 2, updatedReplicas: 1, availableReplicas: 1 }, 1, 'waiting'],
    ['nothing available', { observedGeneration: 1, replicas: 1, updatedReplicas: 1 }, 1, 'waiting'],
  ])('%s', (_, status, generation, state) => {
    expect(judgeWorkload('app', [deployment(status, generation)], []).state).toBe(state);
  });
  test('a crashing pod of the service fails it', () => {
    expect(judgeWorkload('app', [deployment({})], [pod({ containerStatuses: [crash(2)] }, { 'ccp.io/workload': 'app' })])).toMatchObject({ state: 'failed' });
  });
});
