import { setTimeout as pause } from 'node:timers/promises';
import { CcpError } from '../diagnostics/index.ts';
import { environmentLabel, type KubeObject } from '../render/index.ts';
import type { ClusterApi, LiveObject, ObjectRef, RemoveOptions } from './cluster-contract.ts';
import { whatHolds } from './stuck-namespace.ts';

/** Seconds that Kubernetes may take to remove everything in a namespace: more than the longest that a pod of ours may take to end. */
const removalLimitSeconds = 300;
/** Seconds to end for pods that keep nothing. */
const hurriedSeconds = 10;
/** Seconds for all pods to end, before the namespace is removed all the same: twice what Kubernetes gives a pod by default. */
const podsLimitSeconds = 60;
/** Kinds whose controllers make pods, each before what it owns. */
const podMakers = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
] as const;

/** How {@link waitUntilGone} waits. */
export interface RemovalWait {
  readonly signal: AbortSignal;
  /** Default: 300; for the pods alone 60. */
  readonly limitSeconds?: number;
  /** Between two looks. Default: 1000. */
  readonly pauseMs?: number;
}

/** Names a namespace to the API. */
export function namespaceRef(namespace: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
}

/** The namespace of an environment, labelled as its own. */
export function namespaceObject(environment: string, namespace: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'app.kubernetes.io/managed-by': 'ccp', [environmentLabel]: environment } } };
}

/** Whether a namespace is there and not being deleted. */
export async function namespaceLives(cluster: ClusterApi, namespace: string): Promise<boolean> {
  const live = await cluster.get(namespaceRef(namespace));
  return live !== undefined && live.metadata.deletionTimestamp === undefined;
}

/**
 * Makes sure of the namespace, so that secrets and the lease have a place. One that is being deleted is waited for, then made anew;
 * `onWait` tells it. Throws CLUSTER_FAILED when it does not go away, INTERRUPTED.
 */
export async function ensureNamespace(cluster: ClusterApi, environment: string, namespace: string, wait: RemovalWait & { onWait(): void }): Promise<void> {
  const object = namespaceObject(environment, namespace);
  if ((await cluster.create(object)) || (await namespaceLives(cluster, namespace))) return;
  wait.onWait();
  await waitUntilGone(cluster, namespace, wait);
  await cluster.create(object);
}

/**
 * Removes what makes pods, then the pods, and waits until they are gone: Kubernetes looks at a namespace that is being deleted only after half of the
 * longest grace period of the pods that it found in it. Those without claims of volumes get 10 s: nothing is left that they could finish, and the ones
 * that wait for a service which went before them would use up all their time. They are told once, not by the garbage collector before: a kubelet
 * that has begun to end a pod may not hear that it has less time. All of it only saves time: at the limit it returns, and what may not be deleted is left
 * to the namespace. Throws INTERRUPTED.
 */
export async function endPods(cluster: ClusterApi, namespace: string, { signal, limitSeconds = podsLimitSeconds, pauseMs = 1000 }: RemovalWait): Promise<void> {
  const end = performance.now() + limitSeconds * 1000;
  for (const [apiVersion, kind] of podMakers) await removeAll(cluster, await cluster.list(apiVersion, kind, namespace), () => ({ orphan: true }));
  const told = new Set<string | undefined>();
  for (;;) {
    const pods = await cluster.list('v1', 'Pod', namespace);
    if (pods.length === 0 || performance.now() > end) return;
    await removeAll(cluster, pods.filter(({ metadata }) => !told.has(metadata.uid)), (pod) => (keepsNothing(pod) ? { graceSeconds: hurriedSeconds } : {}));
    for (const { metadata } of pods) told.add(metadata.uid);
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new CcpError('INTERRUPTED', `stopped while the pods in the namespace ${namespace} end`, { hint: 'Run the command again to remove the rest; ccp deploy brings the environment back.' });
  }
}

/** Deletes what may be deleted. */
async function removeAll(cluster: ClusterApi, objects: readonly LiveObject[], how: (object: LiveObject) => RemoveOptions): Promise<void> {
  await Promise.allSettled(objects.map((object) => cluster.remove(object, how(object))));
}

function keepsNothing(pod: LiveObject): boolean {
  const { volumes = [] } = pod['spec'] as { volumes?: readonly object[] };
  return !volumes.some((volume) => 'persistentVolumeClaim' in volume);
}

/** Waits until a namespace that is being deleted is gone. Throws CLUSTER_FAILED at the limit, INTERRUPTED. */
export async function waitUntilGone(cluster: ClusterApi, namespace: string, { signal, limitSeconds = removalLimitSeconds, pauseMs = 1000 }: RemovalWait): Promise<void> {
  const end = performance.now() + limitSeconds * 1000;
  while ((await cluster.get(namespaceRef(namespace))) !== undefined) {
    if (performance.now() > end) {
      throw new CcpError('CLUSTER_FAILED', `the namespace ${namespace} is still being removed after ${limitSeconds} s`, {
        evidence: await whatHolds(cluster, namespace),
        hint: 'Remove what holds it, or the finalizer of an object whose controller is gone. Run the command again to go on waiting.',
      });
    }
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new CcpError('INTERRUPTED', `stopped while the namespace ${namespace} is being removed`, { hint: 'Kubernetes goes on removing it.' });
  }
}
