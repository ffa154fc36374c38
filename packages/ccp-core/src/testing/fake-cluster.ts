import type { ClusterApi, ClusterView, LiveObject } from '../engine/cluster-contract.ts';
import type { ClusterNode } from '../plan/topology.ts';
import { objectId, type KubeObject } from '../render/index.ts';

/** A cluster in memory: keeps what is applied, runs nothing. */
export interface FakeCluster extends ClusterApi {
  /** Objects by `Kind name`. */
  readonly objects: Map<string, LiveObject>;
  /** `verb Kind name` of every change, in order. */
  readonly changes: string[];
}

/** Makes a {@link FakeCluster} with these nodes. Names are unique per kind; namespaces are not told apart. */
export function fakeCluster(nodes: readonly ClusterNode[] = []): FakeCluster {
  const objects = new Map<string, LiveObject>();
  const changes: string[] = [];
  let revision = 0;
  const stored = (object: KubeObject): LiveObject => {
    const { stringData, ...rest } = object;
    const data = stringData === undefined ? {} : { data: Object.fromEntries(Object.entries(stringData as object).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')])) };
    return { ...structuredClone(JSON.parse(JSON.stringify({ ...rest, ...data })) as KubeObject), metadata: { ...object.metadata, resourceVersion: String(++revision) } };
  };
  const put = (verb: string, object: KubeObject): LiveObject => {
    const live = stored(object);
    objects.set(objectId(object), live);
    changes.push(`${verb} ${objectId(object)}`);
    return live;
  };
  return {
    objects,
    changes,
    version: async () => 'v1.35.0',
    nodes: async () => nodes,
    labelNode: async (name) => void changes.push(`label Node ${name}`),
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
    remove: async (ref) => {
      if (objects.delete(objectId(ref))) changes.push(`remove ${objectId(ref)}`);
    },
    podLog: async () => [],
    view: async () => emptyView,
  };
}

const emptyView: ClusterView = { pods: () => [], jobs: () => [], workloads: () => [], changed: async () => undefined, close: () => undefined };
