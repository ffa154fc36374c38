import { setTimeout as pause } from 'node:timers/promises';
import { CcpError } from '../diagnostics/index.ts';
import { environmentLabel, type KubeObject } from '../render/index.ts';
import type { ClusterApi, LiveObject, ObjectRef } from './cluster-contract.ts';
import { appliedKinds } from './live-state.ts';
import { whatHolds } from './stuck-namespace.ts';

/** Seconds that Kubernetes may take to remove everything in a namespace: more than the longest that a pod of ours may take to end. */
const removalLimitSeconds = 300;
/** Seconds to end for pods that keep nothing. */
const hurriedSeconds = 10;
/** Seconds for all pods to end, before the namespace is removed all the same: twice what Kubernetes gives a pod by default. */
const podsLimitSeconds = 60;
/** Kinds whose controllers make pods. */
const podMakers = appliedKinds.filter(([apiVersion]) => apiVersion === 'apps/v1' || apiVersion === 'batch/v1');

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
 * Removes what makes pods, then waits until the pods are gone: Kubernetes looks at a namespace that is being deleted only after half of the longest
 * grace period of the pods that it found in it. Those without claims of volumes are hurried: nothing is left that they could finish, and the ones that
 * wait for a service which went before them would use up all their time. It only saves
 * time: at the limit it returns, and what may not be deleted is left to the namespace. Throws INTERRUPTED.
 */
export async function endPods(cluster: ClusterApi, namespace: string, { signal, limitSeconds = podsLimitSeconds, pauseMs = 1000 }: RemovalWait): Promise<void> {
  const end = performance.now() + limitSeconds * 1000;
  const makers = await Promise.all(podMakers.map(([apiVersion, kind]) => cluster.list(apiVersion, kind, namespace)));
  await Promise.allSettled(makers.flat().map((maker) => cluster.remove(maker)));
  const hurried = new Set<string>();
  for (;;) {
    const pods = await cluster.list('v1', 'Pod', namespace);
    if (pods.length === 0 || performance.now() > end) return;
    const fresh = pods.filter((pod) => keepsNothing(pod) && !hurried.has(pod.metadata.name));
    for (const { metadata } of fresh) hurried.add(metadata.name);
    await Promise.allSettled(fresh.map((pod) => cluster.remove(pod, { graceSeconds: hurriedSeconds })));
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new CcpError('INTERRUPTED', `stopped while the pods in the namespace ${namespace} end`, { hint: 'Run the command again to remove the rest; ccp deploy brings the environment back.' });
  }
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
