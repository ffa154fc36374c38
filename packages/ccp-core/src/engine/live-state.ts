import { actionLabel, environmentLabel, groupLabel, objectId, sliceManager, workloadLabel, type KubeObject } from '../render/index.ts';
import type { ClusterApi, LiveObject } from './cluster-contract.ts';

/** Kinds that ccp applies, in the order in which leftovers are removed. */
export const appliedKinds = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['v1', 'Secret'],
] as const;

/** The cluster's own slices copy the labels of their Service. */
const ownSlices = `endpointslice.kubernetes.io/managed-by=${sliceManager}`;

/** What is deployed of an environment, read in one go. */
export interface LiveState {
  /** Live object by `Kind name`; undefined when it is not there. */
  find(object: Pick<KubeObject, 'kind' | 'metadata'>): LiveObject | undefined;
  readonly objects: readonly LiveObject[];
  /** Names of daemon pods by the name of their workload. */
  readonly pods: ReadonlyMap<string, readonly string[]>;
  /** Pods and what pods are made from for the way back: ReplicaSets and revisions. What they name is in use. */
  readonly users: readonly LiveObject[];
  /** False before the first deploy. */
  readonly namespaceExists: boolean;
}

/** The state of an environment without a cluster or namespace. */
export const nothingLive: LiveState = { find: () => undefined, objects: [], pods: new Map(), users: [], namespaceExists: false };

/** Reads what is deployed in the namespace of an environment. */
export async function readLiveState(cluster: ClusterApi, environment: string, namespace: string): Promise<LiveState> {
  if ((await cluster.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })) === undefined) return nothingLive;
  const selector = `${environmentLabel}=${environment}`;
  const [lists, pods, sets, revisions] = await Promise.all([
    Promise.all(appliedKinds.map(([apiVersion, kind]) => cluster.list(apiVersion, kind, namespace, kind === 'EndpointSlice' ? `${selector},${ownSlices}` : selector))),
    cluster.list('v1', 'Pod', namespace, selector),
    cluster.list('apps/v1', 'ReplicaSet', namespace, selector),
    cluster.list('apps/v1', 'ControllerRevision', namespace, selector),
  ]);
  // Runs of actions are the operator's: no plan shows them, no deploy removes them.
  const objects = lists.flat().filter((object) => object.metadata.labels?.[actionLabel] === undefined);
  const byId = new Map(objects.map((object) => [objectId(object), object]));
  return {
    find: (object) => byId.get(objectId(object)),
    objects,
    pods: podsByWorkload(pods),
    users: [...pods, ...sets, ...revisions],
    namespaceExists: true,
  };
}

function podsByWorkload(pods: readonly LiveObject[]): Map<string, string[]> {
  const byWorkload = new Map<string, string[]>();
  for (const pod of pods) {
    const { [groupLabel]: group, [workloadLabel]: workload } = pod.metadata.labels ?? {};
    const name = group ?? workload;
    if (name !== undefined) byWorkload.set(name, [...(byWorkload.get(name) ?? []), pod.metadata.name].sort());
  }
  return byWorkload;
}
