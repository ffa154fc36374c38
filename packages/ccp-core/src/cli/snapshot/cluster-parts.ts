import PQueue from 'p-queue';
import type { ClusterApi, LiveObject } from '../../engine/cluster-contract.ts';
import { containersOf, restartedContainers } from '../../engine/pod-containers.ts';
import { yamlPart, type SnapshotFile, type SnapshotPart } from './part.ts';

/** Requests for logs at once. */
const logWidth = 8;

/** Kinds of an environment's namespace. */
const namespaceKinds: readonly (readonly [string, string])[] = [
  ['v1', 'Pod'],
  ['v1', 'Event'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'ServiceAccount'],
  ['v1', 'PersistentVolumeClaim'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'ReplicaSet'],
  ['batch/v1', 'Job'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['coordination.k8s.io/v1', 'Lease'],
];

/** Kinds of the whole cluster. */
const clusterKinds: readonly (readonly [string, string])[] = [
  ['v1', 'Namespace'],
  ['v1', 'Node'],
  ['v1', 'PersistentVolume'],
  ['storage.k8s.io/v1', 'StorageClass'],
];

/** Kinds of what runs the cluster itself. */
const systemKinds: readonly (readonly [string, string])[] = [
  ['v1', 'Pod'],
  ['v1', 'Event'],
];

/** Objects of the environment, of the cluster and of what runs it; of Secrets only which keys they have and how long the values are. */
export function objectParts(cluster: ClusterApi, namespace: string): SnapshotPart[] {
  const listed = (folder: string, kinds: readonly (readonly [string, string])[], of: string): SnapshotPart[] =>
    kinds.map(([apiVersion, kind]) => yamlPart(`${kind} objects of ${of === '' ? 'the cluster' : of}`, `kubernetes/${folder}/${kind}.yaml`, async () => (await cluster.list(apiVersion, kind, of)).map(shortened)));
  return [
    ...listed('environment', namespaceKinds, namespace),
    yamlPart(`Secrets of ${namespace}`, 'kubernetes/environment/Secret.yaml', async () => (await cluster.list('v1', 'Secret', namespace)).map(outlined)),
    ...listed('cluster', clusterKinds, ''),
    ...listed('system', systemKinds, 'kube-system'),
  ];
}

/** The last `lines` lines of every container of the environment, and of its run before where it was started again. */
export async function logParts(cluster: ClusterApi, namespace: string, lines: number): Promise<SnapshotPart[]> {
  const queue = new PQueue({ concurrency: logWidth });
  const pods = await cluster.list('v1', 'Pod', namespace);
  return pods.map((pod) => ({
    what: `logs of ${pod.metadata.name}`,
    files: async () => {
      const { init, main } = containersOf(pod);
      const runs = [...[...init, ...main].map((container) => ({ container, previous: false })), ...restartedContainers(pod).map((container) => ({ container, previous: true }))];
      const file = async ({ container, previous }: (typeof runs)[number]): Promise<SnapshotFile> => {
        const log = await cluster.podLog(namespace, pod.metadata.name, container, { lines, previous });
        return { path: `logs/${pod.metadata.name}/${container}${previous ? '.previous' : ''}.log`, text: log.map((line) => `${line}\n`).join('') };
      };
      return queue.addAll(runs.map((run) => () => file(run)));
    },
  }));
}

/** Who wrote which field is long and tells nobody anything. */
function shortened(object: LiveObject): unknown {
  const { managedFields: _, ...metadata } = object.metadata as LiveObject['metadata'] & { managedFields?: unknown };
  return { ...object, metadata };
}

function outlined({ metadata, ...object }: LiveObject): unknown {
  const { name, labels, creationTimestamp } = metadata as LiveObject['metadata'] & { creationTimestamp?: string };
  const bytes = Object.entries((object['data'] ?? {}) as Record<string, string>).map(([key, value]) => [key, Buffer.from(value, 'base64').length]);
  return { name, labels, creationTimestamp, type: object['type'], immutable: object['immutable'], bytesOfValues: bytes.map(([key, length]) => `${key}: ${length}`) };
}

/**
 * Values of Secrets that may stand in a log or an object: what is one line, and the lines of private keys. Finished files of configuration (immutable) are
 * left alone: what is secret in them stands in the Secret that it came from, and the rest are ordinary words.
 */
export function secretValues(secrets: readonly LiveObject[]): string[] {
  const kept = secrets.filter((secret) => secret['immutable'] !== true);
  const values = kept.flatMap((secret) => Object.values((secret['data'] ?? {}) as Record<string, string>)).map((encoded) => Buffer.from(encoded, 'base64').toString().trim());
  return values.flatMap((value) => (value.includes('\n') ? privateLines(value) : [value]));
}

function privateLines(text: string): string[] {
  return [...text.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----\n([^-]+)/g)].flatMap(([, lines = '']) => lines.trim().split('\n'));
}
