import { setTimeout as pause } from 'node:timers/promises';
import { CcpError } from '../diagnostics/index.ts';
import { environmentLabel, type KubeObject } from '../render/index.ts';
import type { ClusterApi, LiveObject, ObjectRef } from './cluster-contract.ts';
import { whatHolds } from './stuck-namespace.ts';

/** Seconds that Kubernetes may take to remove everything in a namespace: more than the longest that a pod of ours may take to end. */
const removalLimitSeconds = 300;
/** Seconds to end for pods that keep nothing. */
const hurriedSeconds = 10;

/** How {@link waitUntilGone} waits. */
export interface RemovalWait {
  readonly signal: AbortSignal;
  /** Default: 300. */
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
 * Ends the pods of a namespace that is being deleted, but those with claims of volumes, whose data may stay: the others have nothing left to
 * finish, and those that wait for a service which went before them would use up all their time. It only saves time: who may not delete pods waits.
 */
export async function hurryPods(cluster: ClusterApi, namespace: string): Promise<void> {
  const pods = await cluster.list('v1', 'Pod', namespace);
  await Promise.allSettled(pods.filter(keepsNothing).map(({ metadata: { name } }) => cluster.remove({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } }, { graceSeconds: hurriedSeconds })));
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
