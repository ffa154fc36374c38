import type { V1DaemonSet, V1Deployment, V1Job, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import { groupLabel, jobLabel, workloadLabel } from '../render/index.ts';

/** Any workload that ccp makes. */
export type Workload = V1Deployment | V1StatefulSet | V1DaemonSet;

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/**
 * Daemon pods of a workload's newest revision, newest first: pods of an older one stay until the new ones are ready, and say
 * nothing about these. Without `replicaSets` (and for a DaemonSet, whose pods are replaced by hand) pods of every revision.
 */
export function currentPods(service: string, workload: Workload, pods: readonly V1Pod[], replicaSets?: readonly V1ReplicaSet[]): V1Pod[] {
  return newestFirst(daemonPods(service, pods).filter(ofCurrentRevision(service, workload, replicaSets)));
}

/** How many daemon pods of a workload, of any revision, are ready and not being deleted. */
export function readyPods(service: string, pods: readonly V1Pod[]): number {
  return daemonPods(service, pods).filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true).length;
}

/** `name`: of the workload. */
function daemonPods(name: string, pods: readonly V1Pod[]): V1Pod[] {
  return pods.filter((pod) => (labelOf(pod, groupLabel) ?? labelOf(pod, workloadLabel)) === name && labelOf(pod, jobLabel) === undefined && pod.metadata?.deletionTimestamp === undefined);
}

/** Pods of exactly this Job, newest first; not those of a deleted Job of the same name. */
export function podsOfJob(job: V1Job, pods: readonly V1Pod[]): V1Pod[] {
  return newestFirst(pods.filter((pod) => job.metadata?.uid !== undefined && labelOf(pod, 'batch.kubernetes.io/controller-uid') === job.metadata.uid));
}

function ofCurrentRevision(service: string, workload: Workload, replicaSets: readonly V1ReplicaSet[] | undefined): (pod: V1Pod) => boolean {
  const { updateRevision } = (workload.status ?? {}) as { updateRevision?: string };
  if (updateRevision !== undefined) return (pod) => labelOf(pod, 'controller-revision-hash') === updateRevision;
  if (workload.kind !== 'Deployment' || replicaSets === undefined) return () => true;
  const hash = currentReplicaSet(service, workload, replicaSets)?.metadata?.labels?.['pod-template-hash'];
  return (pod) => hash !== undefined && labelOf(pod, 'pod-template-hash') === hash;
}

function currentReplicaSet(service: string, deployment: Workload, replicaSets: readonly V1ReplicaSet[]): V1ReplicaSet | undefined {
  const revision = (object: Workload | V1ReplicaSet): number => Number(object.metadata?.annotations?.[revisionAnnotation] ?? 0);
  const [newest] = replicaSets.filter((set) => set.metadata?.labels?.[workloadLabel] === service).sort((a, b) => revision(b) - revision(a));
  // Watches of different kinds are not in step: the set of the revision that the Deployment names may not be known yet.
  return newest !== undefined && revision(newest) >= revision(deployment) ? newest : undefined;
}

function labelOf(pod: V1Pod, label: string): string | undefined {
  return pod.metadata?.labels?.[label];
}

function newestFirst(pods: readonly V1Pod[]): V1Pod[] {
  const time = (pod: V1Pod): number => pod.metadata?.creationTimestamp?.getTime() ?? 0;
  return [...pods].sort((a, b) => time(b) - time(a));
}
