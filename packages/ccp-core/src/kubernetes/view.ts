import { once, EventEmitter } from 'node:events';
import type { Informer, KubeConfig, KubernetesObject, ListPromise, ObjectCache, V1DaemonSet, V1Deployment, V1Job, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import type { CcpError } from '../diagnostics/index.ts';
import type { ClusterView } from '../engine/cluster-contract.ts';
import { clusterError, statusOf } from './faults.ts';

type Client = typeof import('@kubernetes/client-node');
type Cache<T extends KubernetesObject> = Informer<T> & ObjectCache<T>;

/** Milliseconds before a broken watch is opened again. */
const retryMs = 1000;
/** An API server that starts refuses everybody until it has read the roles (measured: about 2 s). */
const refusalsInARow = 5;
/** Refusals further apart than this do not belong together. */
const rowMs = 15_000;

/**
 * Opens watches on the pods, jobs and workloads of a namespace. Resolves when all are listed; rejects with the client's fault when
 * one cannot be. A right that is lost later (401, 403) ends the view: `changed` rejects with CLUSTER_FORBIDDEN.
 */
export async function openView(client: Client, config: KubeConfig, namespace: string): Promise<ClusterView> {
  const watches = new Watches(client, config, namespace);
  const apps = config.makeApiClient(client.AppsV1Api);
  const batch = config.makeApiClient(client.BatchV1Api);
  const core = config.makeApiClient(client.CoreV1Api);
  const [pods, jobs, deployments, stateful, daemons, sets] = await Promise.all([
    watches.prepare<V1Pod>('/api/v1', 'pods', () => core.listNamespacedPod({ namespace })),
    watches.prepare<V1Job>('/apis/batch/v1', 'jobs', () => batch.listNamespacedJob({ namespace })),
    watches.prepare<V1Deployment>('/apis/apps/v1', 'deployments', () => apps.listNamespacedDeployment({ namespace })),
    watches.prepare<V1StatefulSet>('/apis/apps/v1', 'statefulsets', () => apps.listNamespacedStatefulSet({ namespace })),
    watches.prepare<V1DaemonSet>('/apis/apps/v1', 'daemonsets', () => apps.listNamespacedDaemonSet({ namespace })),
    watches.prepare<V1ReplicaSet>('/apis/apps/v1', 'replicasets', () => apps.listNamespacedReplicaSet({ namespace })),
  ]);
  await watches.start();
  return {
    pods: () => pods.list().map(dated),
    jobs: () => jobs.list().map(dated),
    workloads: () => [...withKind('Deployment', deployments.list()), ...withKind('StatefulSet', stateful.list()), ...withKind('DaemonSet', daemons.list())],
    replicaSets: () => sets.list().map(dated),
    changed: (limitMs, signal) => watches.changed(limitMs, signal),
    close: () => watches.close(),
  };
}

/** The watches of one view. */
class Watches {
  readonly #client: Client;
  readonly #config: KubeConfig;
  readonly #namespace: string;
  /** With as many listeners as services are waited for at once. */
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #informers: Informer<KubernetesObject>[] = [];
  /** Watches that are to be opened again. */
  readonly #reopening = new Set<NodeJS.Timeout>();
  /** When each watch was refused lately. */
  readonly #refusals = new Map<object, readonly number[]>();
  #closed = false;
  #refusal: CcpError | undefined;

  constructor(client: Client, config: KubeConfig, namespace: string) {
    this.#client = client;
    this.#config = config;
    this.#namespace = namespace;
  }

  /** Lists once, so that a fault is thrown: an informer would only tell its error handler and go on trying. */
  async prepare<T extends KubernetesObject>(api: string, resource: string, list: () => Promise<{ items: T[] }>): Promise<Cache<T>> {
    let first: { items: T[] } | undefined = await list();
    const listOrFirst = async (): Promise<{ items: T[] }> => {
      const listed = first ?? (await list());
      first = undefined;
      return listed;
    };
    const informer: Cache<T> = this.#client.makeInformer(this.#config, `${api}/namespaces/${this.#namespace}/${resource}`, listOrFirst as unknown as ListPromise<T>);
    informer.on('change', () => this.#changes.emit('change'));
    informer.on('error', (fault) => this.#onError(informer, fault));
    this.#informers.push(informer as unknown as Informer<KubernetesObject>);
    return informer;
  }

  async start(): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.start()));
  }

  async changed(limitMs: number, signal: AbortSignal): Promise<void> {
    if (this.#refusal !== undefined) throw this.#refusal;
    await nextChange(this.#changes, limitMs, signal);
    if (this.#refusal !== undefined) throw this.#refusal;
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#reopening) clearTimeout(timer);
    for (const informer of this.#informers) void informer.stop();
  }

  /** Whether a right is missing for good. */
  #isRefusal(informer: object, fault: unknown): boolean {
    if (![401, 403].includes(statusOf(fault) ?? 0)) return false;
    const now = performance.now();
    const refusals = [...(this.#refusals.get(informer) ?? []), now].filter((time) => now - time < rowMs);
    this.#refusals.set(informer, refusals);
    return refusals.length >= refusalsInARow;
  }

  #onError(informer: Pick<Informer<KubernetesObject>, 'start'>, fault: unknown): void {
    if (this.#closed) return;
    if (this.#isRefusal(informer, fault)) {
      this.#refusal = clusterError(fault, `watch ${this.#namespace}`, this.#config.getCurrentCluster()?.server ?? '');
      this.#changes.emit('change');
      return;
    }
    // A dropped watch (API server restarted, connection lost) is not a fault: list and watch again until it works.
    const timer = setTimeout(() => {
      this.#reopening.delete(timer);
      informer.start().catch((next: unknown) => this.#onError(informer, next));
    }, retryMs);
    this.#reopening.add(timer);
  }
}

function withKind<T extends KubernetesObject>(kind: string, items: readonly T[]): T[] {
  return items.map((item) => ({ ...dated(item), kind }));
}

/** Listed objects have dates where watched ones have text. */
function dated<T extends KubernetesObject>(object: T): T {
  const { creationTimestamp } = object.metadata ?? {};
  return creationTimestamp === undefined ? object : { ...object, metadata: { ...object.metadata, creationTimestamp: new Date(creationTimestamp) } };
}

async function nextChange(changes: EventEmitter, limitMs: number, signal: AbortSignal): Promise<void> {
  const limit = new AbortController();
  // Unlike AbortSignal.timeout this keeps the process alive while every watch is broken and nothing else is under way.
  const timer = setTimeout(() => limit.abort(), limitMs);
  // Both ends of the wait are normal: the caller looks at the state again and decides.
  await once(changes, 'change', { signal: AbortSignal.any([signal, limit.signal]) }).catch(() => undefined);
  clearTimeout(timer);
}
