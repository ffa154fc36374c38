import { describe, expect, test } from '@jest/globals';
import type { V1ContainerStatus, V1DaemonSet, V1Deployment, V1Job, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import { judgeJob, judgePod, judgeWorkload } from './verdict.ts';

function pod(status: V1Pod['status'], labels: Record<string, string> = {}): V1Pod {
  return { metadata: { name: 'p', labels, creationTimestamp: new Date(0) }, spec: { containers: [{ name: 'main' }] }, status: status ?? {} };
}
function container(state: V1ContainerStatus['state'], extra: Partial<V1ContainerStatus> = {}): V1ContainerStatus {
  return { name: 'main', image: '', imageID: '', ready: false, restartCount: 0, ...(state === undefined ? {} : { state }), ...extra };
}
const crash = (restartCount: number): V1ContainerStatus => container({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount, lastState: { terminated: { exitCode: 7 } } });
const ofDaemonSet = (item: V1Pod): V1Pod => ({ ...item, metadata: { ...item.metadata, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'u' }] } });
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
    ['the former pod of its node is still there', ofDaemonSet(unscheduled("0/2 nodes are available: 1 node(s) didn't match pod anti-affinity rules, 1 node(s) didn't match Pod's node affinity/selector.")), 'waiting', /former pod/],
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
  const job = (conditions: NonNullable<V1Job['status']>['conditions']): V1Job => ({ metadata: { name: 'j', uid: 'u2' }, status: { conditions: conditions ?? [] } });
  test('a failed job points to the log of its newest pod', () => {
    const verdict = judgeJob('j', [job([{ type: 'Failed', status: 'True', message: 'backoff limit' }])], [pod({}, { 'batch.kubernetes.io/controller-uid': 'u2' })]);
    expect(verdict).toEqual({ state: 'failed', reason: 'backoff limit', log: { pod: 'p', container: 'main', previous: false } });
  });
  test('a pod of an earlier Job of the same name does not count', () => {
    const old = pod({ containerStatuses: [crash(2)] }, { 'batch.kubernetes.io/job-name': 'j', 'batch.kubernetes.io/controller-uid': 'u1' });
    expect(judgeJob('j', [job([])], [old])).toMatchObject({ state: 'waiting', reason: 'no pod yet' });
  });
  test('a complete job is ready; another name is not', () => {
    const complete = job([{ type: 'Complete', status: 'True' }]);
    expect(judgeJob('j', [complete], []).state).toBe('ready');
    expect(judgeJob('k', [complete], []).state).toBe('waiting');
  });
});

describe('workloads', () => {
  const deployment = (status: V1Deployment['status'], generation = 0): V1Deployment => ({ kind: 'Deployment', metadata: { name: 'app', generation }, spec: { replicas: 1, selector: {}, template: {} }, status: status ?? {} });
  const running = pod({ conditions: [{ type: 'Ready', status: 'True' }] }, { 'ccp.io/workload': 'app' });
  test.each([
    ['all updated and available', { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }, 1, 'ready'],
    ['the controller has not seen the change', { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }, 2, 'waiting'],
    ['an old replica still runs', { observedGeneration: 1, replicas: 2, updatedReplicas: 1, availableReplicas: 1 }, 1, 'waiting'],
    ['nothing available', { observedGeneration: 1, replicas: 1, updatedReplicas: 1 }, 1, 'waiting'],
  ])('%s', (_, status, generation, state) => {
    expect(judgeWorkload('app', [deployment(status, generation)], [running]).state).toBe(state);
  });
  test.each([
    ['is gone', []],
    ['is being deleted', [{ ...running, metadata: { ...running.metadata, deletionTimestamp: new Date(0) } }]],
    ['is not ready', [pod({ conditions: [{ type: 'Ready', status: 'False' }] }, { 'ccp.io/workload': 'app' })]],
    ['is of another workload', [pod(running.status, { 'ccp.io/workload': 'other' })]],
  ])('is not ready when its controller still counts a pod that %s', (_, pods) => {
    const counted = deployment({ observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }, 1);
    expect(judgeWorkload('app', [counted], pods).state).toBe('waiting');
  });
  test('pods that are replaced only when they are deleted do not hold a deploy up, and are told', () => {
    const daemons = (updatedNumberScheduled: number): V1DaemonSet => ({ kind: 'DaemonSet', metadata: { name: 'app' }, spec: { selector: {}, template: {}, updateStrategy: { type: 'OnDelete' } }, status: { currentNumberScheduled: 3, desiredNumberScheduled: 3, numberAvailable: 3, numberMisscheduled: 0, numberReady: 3, updatedNumberScheduled } });
    expect(judgeWorkload('app', [daemons(1)], [running, running, running])).toEqual({ state: 'ready', reason: '2 of 3 pods of an earlier revision: each is replaced when it is deleted' });
    expect(judgeWorkload('app', [daemons(3)], [running, running, running])).toEqual({ state: 'ready' });
  });
  test('a state from before the change is not judged', () => {
    const before = deployment({ observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }, 1);
    const crashing = [pod({ containerStatuses: [crash(2)] }, { 'ccp.io/workload': 'app' }), running];
    expect(judgeWorkload('app', [before], crashing, { generation: 2 }).state).toBe('waiting');
    expect(judgeWorkload('app', [before], crashing, { generation: 1 }).state).toBe('ready');
  });
  test('one of another kind, which an earlier release made, says nothing', () => {
    const before = deployment({ replicas: 1, updatedReplicas: 1, availableReplicas: 1 });
    expect(judgeWorkload('app', [before], [running], { kind: 'Deployment' }).state).toBe('ready');
    expect(judgeWorkload('app', [before], [], { kind: 'StatefulSet' })).toEqual({ state: 'waiting', reason: 'not created yet', absent: true });
  });
  test('a crashing pod of the service fails it', () => {
    expect(judgeWorkload('app', [deployment({})], [pod({ containerStatuses: [crash(2)] }, { 'ccp.io/workload': 'app' })])).toMatchObject({ state: 'failed' });
  });

  describe('a crashing pod of an older revision does not fail the way back', () => {
    const crashing = (labels: Record<string, string>): V1Pod => pod({ containerStatuses: [crash(5)] }, { 'ccp.io/workload': 'app', ...labels });
    const set = (hash: string, revision: string): V1ReplicaSet => ({ metadata: { name: hash, labels: { 'ccp.io/workload': 'app', 'pod-template-hash': hash }, annotations: { 'deployment.kubernetes.io/revision': revision } } });
    const rolling = deployment({ replicas: 2, updatedReplicas: 1 });
    rolling.metadata = { ...rolling.metadata, annotations: { 'deployment.kubernetes.io/revision': '3' } };

    test.each([
      ['old', [set('good', '3'), set('broken', '2')], 'waiting'],
      ['current', [set('good', '2'), set('broken', '3')], 'failed'],
      ['old, and the newest ReplicaSet not known yet', [set('broken', '2')], 'waiting'],
    ] as const)('Deployment, pod is %s', (_, replicaSets, state) => {
      expect(judgeWorkload('app', [rolling], [crashing({ 'pod-template-hash': 'broken' })], { replicaSets }).state).toBe(state);
    });

    test.each([['new', 'waiting'], ['broken', 'failed']])('StatefulSet, its revision is %s', (updateRevision, state) => {
      const stateful: V1StatefulSet = { kind: 'StatefulSet', metadata: { name: 'app' }, spec: { replicas: 1, selector: {}, template: {}, serviceName: '' }, status: { replicas: 1, updateRevision } };
      expect(judgeWorkload('app', [stateful], [crashing({ 'controller-revision-hash': 'broken' })], {}).state).toBe(state);
    });
  });
});
