import { describe, expect, test } from '@jest/globals';
import type { V1Deployment, V1Job, V1Pod } from '@kubernetes/client-node';
import type { ServiceDefinition } from '../../definition/index.ts';
import type { ClusterView } from '../../engine/cluster-contract.ts';
import { serviceStatus } from './status.ts';

const owner = { environment: 'local', namespace: 'ns', component: 'ccp-sample', service: 'app' };
const model = { owner, replicas: 2, jobs: new Map([['db-sync', { command: ['sync'] }], ['greet', { command: ['greet'] }]]) };

function viewOf(workloads: readonly V1Deployment[], jobs: readonly V1Job[], pods: readonly V1Pod[] = []): ClusterView {
  return { pods: () => pods, jobs: () => jobs, workloads: () => workloads, replicaSets: () => [], changed: async () => undefined, close: () => undefined };
}

function job(name: string, made: string, condition: string): V1Job {
  const labels = { 'ccp.io/job': 'db-sync', 'ccp.io/service': 'app' };
  return { metadata: { name, labels, creationTimestamp: new Date(made) }, status: { conditions: [{ type: condition, status: 'True' }] } };
}

describe('status of a service', () => {
  test('what was never deployed is absent', () => {
    expect(serviceStatus(model, viewOf([], []))).toMatchObject({ state: 'absent', ready: 0, wanted: 2, jobs: [{ job: 'db-sync', state: 'absent' }, { job: 'greet', state: 'absent' }] });
  });

  test('the newest run of a job counts', () => {
    const jobs = [job('app-db-sync-1', '2030-01-01T00:00:00Z', 'Failed'), job('app-db-sync-2', '2030-01-02T00:00:00Z', 'Complete')];
    expect(serviceStatus(model, viewOf([], jobs)).jobs[0]).toEqual({ job: 'db-sync', state: 'complete' });
  });

  test('an external one is ready at its place, and none of its pods is counted', () => {
    const definition = { external: () => ({ host: 'db.example' }) } as unknown as ServiceDefinition;
    expect(serviceStatus({ ...model, definition }, viewOf([], []))).toMatchObject({ state: 'ready', wanted: 0, reason: 'outside the cluster, at db.example' });
  });

  test('counts are those of the live object, not of the configuration', () => {
    const live: V1Deployment = {
      metadata: { name: 'app', generation: 1 },
      spec: { replicas: 1, selector: {}, template: { spec: { containers: [{ name: 'app', image: 'r/app:1' }] } } },
      status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
    };
    const pod: V1Pod = { metadata: { name: 'app-x', labels: { 'ccp.io/workload': 'app' } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    expect(serviceStatus(model, viewOf([live], [], [pod]))).toMatchObject({ wanted: 1, ready: 1, state: 'ready', image: 'r/app:1' });
    expect(serviceStatus(model, viewOf([live], []))).toMatchObject({ wanted: 1, ready: 0, state: 'waiting' });
  });
});
