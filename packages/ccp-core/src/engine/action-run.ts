import type { V1Job, V1Pod } from '@kubernetes/client-node';
import { actionLabel, parametersAnnotation } from '../render/index.ts';
import { podsOfJob } from './current-pods.ts';
import { judgeJob, type LogPlace } from './verdict.ts';

/** How far a run is. `terminating`: it is being deleted. */
export type RunState = 'pending' | 'running' | 'succeeded' | 'failed' | 'terminating';

/** A run of an action: a Job in the cluster, or the record of what ccp did itself. */
export interface ActionRun {
  readonly run: string;
  readonly action: string;
  readonly component: string;
  readonly service: string;
  readonly state: RunState;
  /** Why it is pending or failed; what it is doing while it runs. */
  readonly reason: string;
  /** ISO 8601. */
  readonly started: string;
  /** ISO 8601; undefined while it has not ended. */
  readonly ended: string | undefined;
  /** Tries that failed. */
  readonly failures: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A run as a Job, with the places of the logs of its tries, oldest first. */
export interface JobRun extends ActionRun {
  readonly logs: readonly LogPlace[];
}

/** Whether a run has ended, well or not. */
export function hasEnded({ state }: Pick<ActionRun, 'state'>): boolean {
  return state === 'succeeded' || state === 'failed';
}

/** Judges the Job of a run by live objects. A fault that does not pass by itself (an image that cannot be pulled) counts as failed. */
export function jobRun(job: V1Job, pods: readonly V1Pod[]): JobRun {
  const { name = '', labels = {}, annotations = {}, creationTimestamp, deletionTimestamp } = job.metadata ?? {};
  const own = podsOfJob(job, pods);
  const { state, reason } = deletionTimestamp === undefined ? judged(job, own) : { state: 'terminating' as const, reason: '' };
  return {
    run: name,
    action: labels[actionLabel] ?? '',
    component: labels['ccp.io/component'] ?? '',
    service: labels['ccp.io/service'] ?? '',
    state,
    reason,
    started: isoTime(creationTimestamp) ?? '',
    ended: state === 'succeeded' || state === 'failed' ? endOf(job) : undefined,
    failures: job.status?.failed ?? 0,
    parameters: JSON.parse(annotations[parametersAnnotation] ?? '{}') as Record<string, unknown>,
    logs: own.map(logOf).reverse(),
  };
}

function judged(job: V1Job, own: readonly V1Pod[]): { state: RunState; reason: string } {
  const verdict = judgeJob(job.metadata?.name ?? '', [job], own);
  if (verdict.state === 'ready') return { state: 'succeeded', reason: '' };
  if (verdict.state === 'failed') return { state: 'failed', reason: endReason(own[0]) ?? verdict.reason };
  const runs = own[0]?.status?.containerStatuses?.some(({ state }) => state?.running !== undefined || state?.terminated !== undefined) === true;
  return { state: runs ? 'running' : 'pending', reason: verdict.reason };
}

/** How the container of a failed try ended; undefined when it never ran. */
function endReason(pod: V1Pod | undefined): string | undefined {
  const ended = pod?.status?.containerStatuses?.[0]?.state?.terminated;
  if (pod?.status?.reason === 'DeadlineExceeded') return `ended after its deadline of ${pod.spec?.activeDeadlineSeconds ?? '?'} s`;
  if (ended === undefined) return undefined;
  return ended.reason === 'OOMKilled' ? `killed for want of memory (exit code ${ended.exitCode})` : `exit code ${ended.exitCode}`;
}

function endOf(job: V1Job): string | undefined {
  const { completionTime, conditions = [] } = job.status ?? {};
  return isoTime(completionTime ?? conditions.find((item) => item.type === 'Failed')?.lastTransitionTime);
}

/** Listed objects have dates where watched ones have text. */
function isoTime(time: Date | string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function logOf(pod: V1Pod): LogPlace {
  return { pod: pod.metadata?.name ?? '', container: pod.spec?.containers[0]?.name ?? '', previous: false };
}
