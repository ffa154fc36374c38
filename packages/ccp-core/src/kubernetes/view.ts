import { once, EventEmitter } from 'node:events';
import type { Informer, KubeConfig, KubernetesObject, ListPromise, ObjectCache, V1DaemonSet, V1Deployment, V1Job, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import type { ClusterView } from '../engine/cluster-contract.ts';

type Client = typeof import('@kubernetes/client-node');
type Cache<T extends KubernetesObject> = Informer<T> & ObjectCache<T>;

/** Milliseconds before a broken watch is opened again. */
const retryMs = 1000;

/** Opens watches on the pods, jobs and workloads of a namespace. Resolves when all are listed. */
export async function openView(client: Client, config: KubeConfig, namespace: string): Promise<ClusterView> {
  const changes = new EventEmitter();
  const apps = config.makeApiClient(client.AppsV1Api);
  const batch = config.makeApiClient(client.BatchV1Api);
  const core = config.makeApiClient(client.CoreV1Api);
  let closed = false;
  const follow = async <T extends KubernetesObject>(path: string, list: () => Promise<{ items: T[] }>): Promise<Cache<T>> => {
    const informer: Cache<T> = client.makeInformer(config, path, list as unknown as ListPromise<T>);
    informer.on('change', () => changes.emit('change'));
    // A dropped watch (API server restarted, token rolled) is not a fault: list and watch again until it works.
    const reopen = (): void => {
      if (!closed) setTimeout(() => void informer.start().catch(reopen), retryMs).unref();
    };
    informer.on('error', reopen);
    await informer.start();
    return informer;
  };
  const [pods, jobs, deployments, stateful, daemons, sets] = await Promise.all([
    follow<V1Pod>(`/api/v1/namespaces/${namespace}/pods`, () => core.listNamespacedPod({ namespace })),
    follow<V1Job>(`/apis/batch/v1/namespaces/${namespace}/jobs`, () => batch.listNamespacedJob({ namespace })),
    follow<V1Deployment>(`/apis/apps/v1/namespaces/${namespace}/deployments`, () => apps.listNamespacedDeployment({ namespace })),
    follow<V1StatefulSet>(`/apis/apps/v1/namespaces/${namespace}/statefulsets`, () => apps.listNamespacedStatefulSet({ namespace })),
    follow<V1DaemonSet>(`/apis/apps/v1/namespaces/${namespace}/daemonsets`, () => apps.listNamespacedDaemonSet({ namespace })),
    follow<V1ReplicaSet>(`/apis/apps/v1/namespaces/${namespace}/replicasets`, () => apps.listNamespacedReplicaSet({ namespace })),
  ]);
  const withKind = <T extends KubernetesObject>(kind: string, items: readonly T[]): T[] => items.map((item) => ({ ...dated(item), kind }));
  return {
    pods: () => pods.list().map(dated),
    jobs: () => jobs.list().map(dated),
    workloads: () => [...withKind('Deployment', deployments.list()), ...withKind('StatefulSet', stateful.list()), ...withKind('DaemonSet', daemons.list())],
    replicaSets: () => sets.list().map(dated),
    changed: (limitMs, signal) => nextChange(changes, limitMs, signal),
    close: () => {
      closed = true;
      for (const informer of [pods, jobs, deployments, stateful, daemons, sets]) void informer.stop();
    },
  };
}

/** Listed objects have dates where watched ones have text. */
function dated<T extends KubernetesObject>(object: T): T {
  const { creationTimestamp } = object.metadata ?? {};
  return creationTimestamp === undefined ? object : { ...object, metadata: { ...object.metadata, creationTimestamp: new Date(creationTimestamp) } };
}

async function nextChange(changes: EventEmitter, limitMs: number, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(limitMs);
  // Both ends of the wait are normal: the caller looks at the state again and decides.
  await once(changes, 'change', { signal: AbortSignal.any([signal, limit]) }).catch(() => undefined);
}
