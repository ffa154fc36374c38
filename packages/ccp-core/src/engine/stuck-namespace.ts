import type { ClusterApi, LiveObject } from './cluster-contract.ts';
import { appliedKinds } from './live-state.ts';

/** Kinds that may hold a namespace, besides those that ccp applies. */
const otherKinds = [
  ['v1', 'Pod'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'ConfigMap'],
] as const;

/** Why a namespace that is being removed is still there: what Kubernetes says of it, and the objects that wait for a finalizer. */
export async function whatHolds(cluster: ClusterApi, namespace: string): Promise<string[]> {
  const live = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const lists = await Promise.all([...otherKinds, ...appliedKinds].map(([apiVersion, kind]) => cluster.list(apiVersion, kind, namespace)));
  return [...saidOf(live), ...lists.flat().flatMap(heldBy)];
}

function saidOf(namespace: LiveObject | undefined): string[] {
  const { conditions = [] } = (namespace?.['status'] ?? {}) as { conditions?: readonly { status: string; message?: string }[] };
  return conditions.flatMap(({ status, message }) => (status === 'True' && message !== undefined ? [message] : []));
}

function heldBy({ kind, metadata }: LiveObject): string[] {
  const { finalizers = [], deletionTimestamp } = metadata as { finalizers?: readonly string[]; deletionTimestamp?: string };
  return finalizers.length === 0 || deletionTimestamp === undefined ? [] : [`${kind} ${metadata.name} waits for the finalizer ${finalizers.join(', ')}`];
}
