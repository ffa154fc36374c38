import type { V1Pod } from '@kubernetes/client-node';
import type { ClusterApi, ClusterView, ExecResult, LiveObject } from '../engine/cluster-contract.ts';
import type { ClusterNode } from '../plan/topology.ts';
import { objectId, workloadLabel, type KubeObject } from '../render/index.ts';

/** A cluster in memory: keeps what is applied, runs nothing; with `settled`, Jobs are complete and workloads ready at once. */
export interface FakeCluster extends ClusterApi {
  /** Objects by `Kind name`. */
  readonly objects: Map<string, LiveObject>;
  /** `verb Kind name` of every change, in order. */
  readonly changes: string[];
  /** Lines of logs by `pod/container`. */
  readonly logs: Map<string, readonly string[]>;
}

/** How a {@link FakeCluster} behaves. */
export interface FakeClusterOptions {
  /** Jobs are complete and workloads ready at once. Default: false. */
  readonly settled?: boolean;
  /** Answers commands in containers. Default: exit code 0 without output. */
  readonly exec?: (pod: string, command: readonly string[]) => ExecResult;
}

/** Makes a {@link FakeCluster} with these nodes. Names are unique per kind; namespaces are not told apart. */
export function fakeCluster(nodes: readonly ClusterNode[] = [], { settled = false, exec = () => ({ exitCode: 0, stdout: '', stderr: '' }) }: FakeClusterOptions = {}): FakeCluster {
  const objects = new Map<string, LiveObject>();
  const changes: string[] = [];
  const logs = new Map<string, readonly string[]>();
  let revision = 0;
  const stored = (object: KubeObject): LiveObject => {
    const { stringData, ...rest } = object;
    const data = stringData === undefined ? {} : { data: Object.fromEntries(Object.entries(stringData as object).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')])) };
    return { ...structuredClone(JSON.parse(JSON.stringify({ ...rest, ...data })) as KubeObject), metadata: { ...object.metadata, resourceVersion: String(++revision) } };
  };
  const put = (verb: string, object: KubeObject): LiveObject => {
    const before = objects.get(objectId(object));
    const generation = (before?.metadata.generation ?? 0) + 1;
    const fresh = stored(object);
    const live = asServed({ ...fresh, metadata: { ...fresh.metadata, uid: before?.metadata.uid ?? `uid-${revision}`, generation } }, settled);
    objects.set(objectId(object), live);
    changes.push(`${verb} ${objectId(object)}`);
    return live;
  };
  return {
    objects,
    changes,
    logs,
    version: async () => 'v1.35.0',
    may: async () => true,
    nodes: async () => nodes,
    labelNode: async (name, labels) => void changes.push(...Object.entries(labels).map(([label, value]) => `label Node ${name} ${label}=${value ?? ''}`)),
    get: async (ref) => objects.get(objectId(ref)),
    list: async (_apiVersion, kind) => [...objects.values()].filter((object) => object.kind === kind),
    apply: async (object, options) => (options?.dryRun === true ? stored(object) : put('apply', object)),
    create: async (object) => {
      if (objects.has(objectId(object))) return false;
      put('create', object);
      return true;
    },
    replace: async (object) => {
      if (objects.get(objectId(object))?.metadata.resourceVersion !== object.metadata.resourceVersion) return false;
      put('replace', object);
      return true;
    },
    remove: async (ref, options) => {
      if (objects.delete(objectId(ref))) changes.push(`remove ${objectId(ref)}${options?.graceSeconds === undefined ? '' : ` within ${options.graceSeconds} s`}${options?.orphan === true ? ' alone' : ''}`);
    },
    podLog: async (_namespace, pod, container, { lines }) => (logs.get(`${pod}/${container}`) ?? []).slice(-lines),
    followLog: async (_namespace, pod, container, onLine) => (logs.get(`${pod}/${container}`) ?? []).forEach(onLine),
    exec: async (_namespace, pod, _container, command) => exec(pod, command),
    view: async () => viewOf(objects),
  };
}

/** What the API server and the controllers add. */
function asServed(object: LiveObject, settled: boolean): LiveObject {
  if (object.kind === 'Job') return { ...withJobName(object), ...(settled ? { status: { conditions: [{ type: 'Complete', status: 'True' }] } } : {}) };
  if (!settled || !['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind)) return object;
  const { replicas = 1 } = object['spec'] as { replicas?: number };
  return { ...object, status: { observedGeneration: object.metadata.generation, replicas, updatedReplicas: replicas, availableReplicas: replicas } };
}

/** The API server labels the pods of a Job with the Job's name. */
function withJobName(job: LiveObject): LiveObject {
  const spec = job['spec'] as { template?: { metadata?: { labels?: Record<string, string> } } } | undefined;
  const metadata = { ...spec?.template?.metadata, labels: { ...spec?.template?.metadata?.labels, 'batch.kubernetes.io/job-name': job.metadata.name } };
  return { ...job, spec: { ...spec, template: { ...spec?.template, metadata } } };
}

/** The pods of a workload that is ready, as a view has them; they are not among the objects. */
function podsOf({ metadata: { name, labels }, status }: LiveObject): V1Pod[] {
  const { availableReplicas = 0 } = (status ?? {}) as { availableReplicas?: number };
  return Array.from({ length: availableReplicas }, (_, i) => ({
    metadata: { name: `${name}-${i}`, labels: { ...labels, [workloadLabel]: name } },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  }));
}

/** What is in memory now; nothing ever changes by itself, so a wait goes on at once. */
function viewOf(objects: ReadonlyMap<string, LiveObject>): ClusterView {
  const ofKind = <T>(...kinds: string[]): T[] => [...objects.values()].filter((object) => kinds.includes(object.kind)) as T[];
  return {
    pods: () => [...ofKind<V1Pod>('Pod'), ...ofKind<LiveObject>('Deployment', 'StatefulSet', 'DaemonSet').flatMap(podsOf)],
    jobs: () => ofKind('Job'),
    workloads: () => ofKind('Deployment', 'StatefulSet', 'DaemonSet'),
    replicaSets: () => ofKind('ReplicaSet'),
    changed: async () => undefined,
    close: () => undefined,
  };
}
