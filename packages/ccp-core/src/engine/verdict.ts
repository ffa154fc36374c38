import type { V1ContainerStatus, V1Job, V1Pod, V1ReplicaSet } from '@kubernetes/client-node';
import { jobLabel } from '../render/index.ts';
import { currentPods, podsOfJob, readyPods, type Workload } from './current-pods.ts';

/** Where a container's log can be read. */
export interface LogPlace {
  readonly pod: string;
  readonly container: string;
  /** Read the run before the last restart. */
  readonly previous: boolean;
}

/** A pod that runs without being ready. */
export interface UnreadyPod {
  readonly pod: string;
  /** When its container started. */
  readonly since: Date | undefined;
}

/** What the live state says about something that ccp waits for. */
export type Verdict =
  /** `reason`: what its operator still should know. */
  | { readonly state: 'ready'; readonly reason?: string }
  /** `absent`: the object itself is not there. `unready`: a pod whose container runs and does not say that it is ready. */
  | { readonly state: 'waiting'; readonly reason: string; readonly log?: LogPlace; readonly absent?: true; readonly unready?: UnreadyPod }
  | { readonly state: 'failed'; readonly reason: string; readonly log?: LogPlace };

/** Restarts after which a crash is no longer taken for a slow start. */
const crashLimit = 2;
const normalWaits = ['PodInitializing', 'ContainerCreating'];
/** Reasons of a waiting container that do not pass by themselves. */
const hopeless = ['ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'];

/** Judges a Job: complete, failed with its last pod's log, or what its pod is doing. */
export function judgeJob(name: string, jobs: readonly V1Job[], pods: readonly V1Pod[]): Verdict {
  const job = jobs.find((item) => item.metadata?.name === name);
  if (job === undefined) return { state: 'waiting', reason: 'not created yet', absent: true };
  if (jobCondition(job, 'Complete') !== undefined) return { state: 'ready' };
  const [pod] = podsOfJob(job, pods);
  const failed = jobCondition(job, 'Failed');
  if (failed !== undefined) return { state: 'failed', reason: failed.message ?? failed.reason ?? 'failed', ...logOf(pod, false) };
  return pod === undefined ? { state: 'waiting', reason: 'no pod yet' } : judgeRunningJob(job, judgePod(pod));
}

function judgeRunningJob(job: V1Job, verdict: Verdict): Verdict {
  const tries = job.status?.failed ?? 0;
  if (verdict.state === 'ready') return { state: 'waiting', reason: 'running' };
  return verdict.state === 'waiting' && tries > 0 ? { ...verdict, reason: `${verdict.reason} (try ${tries + 1})` } : verdict;
}

function jobCondition(job: V1Job, type: string): { message?: string; reason?: string } | undefined {
  return job.status?.conditions?.find((item) => item.type === type && item.status === 'True');
}

/** More that {@link judgeWorkload} can know. */
export interface WorkloadKnowledge {
  /** Generation that the last change gave the workload; an older state of it is not judged. Default: any. */
  readonly generation?: number | undefined;
  /** Tell pods of a Deployment's current revision from older ones. Default: pods of every revision count. */
  readonly replicaSets?: readonly V1ReplicaSet[];
  /** The kind that it is to have: one of another kind, which an earlier release made, is on its way out. Default: whichever there is. */
  readonly kind?: string;
}

/** Judges a workload: every replica updated and available, and its pod there, or why not. Only pods of its current revision can fail it. */
export function judgeWorkload(service: string, workloads: readonly Workload[], pods: readonly V1Pod[], known: WorkloadKnowledge = {}): Verdict {
  const workload = workloads.find((item) => item.metadata?.name === service && item.kind === (known.kind ?? item.kind));
  if (workload === undefined) return { state: 'waiting', reason: 'not created yet', absent: true };
  const { wanted, updated, observed, ...counted } = counts(workload, known.generation);
  // The controller counts a pod for a moment after it is gone.
  const available = Math.min(counted.available, readyPods(service, pods));
  if (!observed) return { state: 'waiting', reason: 'the change is not taken up yet' };
  const outdated = Math.max(wanted - updated, 0);
  if ((outdated === 0 || updatesOnDelete(workload)) && available >= wanted && totalOf(workload) <= wanted) return { state: 'ready', ...toldOf(outdated, wanted) };
  const verdicts = currentPods(service, workload, pods, known.replicaSets).map(judgePod);
  const failed = verdicts.find((verdict) => verdict.state === 'failed');
  if (failed !== undefined) return failed;
  const waiting = verdicts.find((verdict) => verdict.state === 'waiting');
  return waiting ?? { state: 'waiting', reason: `${available} of ${wanted} ready` };
}

/** Judges all workloads of a service: the worst of them, and with several its name before the reason. */
export function judgeWorkloads(names: readonly string[], workloads: readonly Workload[], pods: readonly V1Pod[], known: WorkloadKnowledge = {}): Verdict {
  const verdicts = names.map((name) => told(name, names.length, judgeWorkload(name, workloads, pods, known)));
  const worst = verdicts.find(({ state }) => state === 'failed') ?? verdicts.find(({ state }) => state === 'waiting');
  return worst ?? verdicts.find(({ reason }) => reason !== undefined) ?? { state: 'ready' };
}

function told(name: string, count: number, verdict: Verdict): Verdict {
  return count === 1 || verdict.reason === undefined ? verdict : { ...verdict, reason: `${name}: ${verdict.reason}` };
}

interface Counts {
  readonly wanted: number;
  readonly updated: number;
  readonly available: number;
  readonly observed: boolean;
}

/** Whether the controller has taken up what was applied last: at least `generation`, and all that the cache knows of. */
function hasObserved(workload: Workload, generation: number): boolean {
  const { observedGeneration } = (workload.status ?? {}) as { observedGeneration?: number };
  return (observedGeneration ?? 0) >= Math.max(workload.metadata?.generation ?? 0, generation);
}

function counts(workload: Workload, generation = 0): Counts {
  const status = (workload.status ?? {}) as Partial<Record<string, number>>;
  const spec = workload.spec as { replicas?: number } | undefined;
  // A DaemonSet counts under names of its own.
  const count = (name: string, ofDaemonSet: string): number | undefined => status[name] ?? status[ofDaemonSet];
  return {
    wanted: status['desiredNumberScheduled'] ?? spec?.replicas ?? 1,
    updated: count('updatedReplicas', 'updatedNumberScheduled') ?? 0,
    available: count('availableReplicas', 'numberAvailable') ?? 0,
    observed: hasObserved(workload, generation),
  };
}

function toldOf(outdated: number, wanted: number): { reason?: string } {
  return outdated === 0 ? {} : { reason: `${outdated} of ${wanted} pods of an earlier revision: each is replaced when it is deleted` };
}

/** Its pods stay as they are until somebody deletes them. */
function updatesOnDelete({ spec }: Workload): boolean {
  return (spec as { updateStrategy?: { type?: string } } | undefined)?.updateStrategy?.type === 'OnDelete';
}

/** Replicas of any revision; more than wanted while a roll is under way. */
function totalOf(workload: Workload): number {
  return (workload.status as { replicas?: number } | undefined)?.replicas ?? 0;
}

/** Judges one pod by its conditions and container states. */
export function judgePod(pod: V1Pod): Verdict {
  const { conditions = [], initContainerStatuses = [], containerStatuses = [], phase } = pod.status ?? {};
  const refused = conditions.find((item) => item.type === 'PodScheduled' && item.status === 'False');
  if (refused !== undefined) return judgeUnscheduled(String(refused.message), pod);
  const statuses = [...initContainerStatuses, ...containerStatuses];
  const [verdict] = statuses.flatMap((status) => judgeContainer(pod, status) ?? []);
  const begun = phase !== 'Pending' || statuses.length > 0;
  return verdict ?? (begun ? { state: 'ready' } : { state: 'waiting', reason: 'starting' });
}

function isOfJob({ metadata }: V1Pod): boolean {
  return metadata?.labels?.[jobLabel] !== undefined;
}

function isOfDaemonSet({ metadata }: V1Pod): boolean {
  return metadata?.ownerReferences?.some(({ kind }) => kind === 'DaemonSet') === true;
}

function judgeUnscheduled(message: string, pod: V1Pod): Verdict {
  // On a node that changed its group the pod of the former one ends first.
  if (isOfDaemonSet(pod) && message.includes('anti-affinity')) return { state: 'waiting', reason: 'waits for the end of the former pod on its node' };
  // What other jobs hold is free in seconds.
  if (isOfJob(pod) && message.includes('Insufficient')) return { state: 'waiting', reason: `waits for room on a node: ${message}` };
  // A claim that is being bound is the normal first second of a StatefulSet's pod.
  const passing = /unbound|waiting for|not found|persistentvolumeclaim/i.test(message) && !/didn't match|Insufficient/.test(message);
  return { state: passing ? 'waiting' : 'failed', reason: `cannot be scheduled: ${message}` };
}

function judgeContainer(pod: V1Pod, status: V1ContainerStatus): Verdict | undefined {
  const { waiting, running, terminated } = status.state ?? {};
  if (waiting !== undefined) return judgeWaiting(pod, status, waiting.reason ?? 'waiting', waiting.message);
  if (running !== undefined) return judgeRunning(pod, status);
  if (terminated === undefined || terminated.exitCode === 0) return undefined;
  return { state: 'waiting', reason: `ended with ${terminated.exitCode}`, ...logOf(pod, false, status.name) };
}

function judgeRunning(pod: V1Pod, status: V1ContainerStatus): Verdict | undefined {
  const isInit = pod.status?.initContainerStatuses?.some((item) => item.name === status.name) === true;
  if (isInit) return { state: 'waiting', reason: 'waits for what it needs', ...logOf(pod, false, status.name) };
  if (status.ready) return undefined;
  const unready = { pod: pod.metadata?.name ?? '', since: status.state?.running?.startedAt };
  return { state: 'waiting', reason: status.restartCount > 0 ? `starting again (restart ${status.restartCount})` : 'started, not ready yet', unready };
}

function judgeWaiting(pod: V1Pod, status: V1ContainerStatus, reason: string, message: string | undefined): Verdict {
  if (reason === 'CrashLoopBackOff') return judgeCrash(pod, status);
  if (normalWaits.includes(reason)) return { state: 'waiting', reason: 'starting' };
  const text = message === undefined ? reason : `${reason}: ${message}`;
  return { state: hopeless.includes(reason) ? 'failed' : 'waiting', reason: text };
}

function judgeCrash(pod: V1Pod, status: V1ContainerStatus): Verdict {
  const exit = status.lastState?.terminated?.exitCode;
  const reason = `${status.name} crashed ${status.restartCount} times${exit === undefined ? '' : `, last with exit code ${exit}`}`;
  return { state: status.restartCount >= crashLimit ? 'failed' : 'waiting', reason, ...logOf(pod, true, status.name) };
}

function logOf(pod: V1Pod | undefined, previous: boolean, container?: string): { log?: LogPlace } {
  const name = pod?.metadata?.name;
  const of = container ?? pod?.spec?.containers[0]?.name;
  return name === undefined || of === undefined ? {} : { log: { pod: name, container: of, previous } };
}
