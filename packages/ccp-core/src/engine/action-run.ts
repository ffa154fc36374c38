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
  const { metadata = {} } = job;
  const own = podsOfJob(job, pods);
  const { state, reason } = metadata.deletionTimestamp === undefined ? judged(job, own) : { state: 'terminating' as const, reason: '' };
  return {
    ...identityOfRun(metadata),
    state,
    reason,
    started: isoTime(metadata.creationTimestamp) ?? '',
    ended: hasEnded({ state }) ? endOf(job) : undefined,
    failures: job.status?.failed ?? 0,
    parameters: JSON.parse(metadata.annotations?.[parametersAnnotation] ?? '{}') as Record<string, unknown>,
    logs: own.map(logOf).reverse(),
  };
}

/** Whose run an object is, by its name and labels. */
export function identityOfRun({ name = '', labels = {} }: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> }): Pick<ActionRun, 'run' | 'action' | 'component' | 'service'> {
  return { run: name, action: labels[actionLabel] ?? '', component: labels['ccp.io/component'] ?? '', service: labels['ccp.io/service'] ?? '' };
}

function judged(job: V1Job, own: readonly V1Pod[]): { state: RunState; reason: string } {
  const verdict = judgeJob(job.metadata?.name ?? '', [job], own);
  const [newest] = own;
  if (verdict.state === 'ready') return { state: 'succeeded', reason: '' };
  if (verdict.state === 'failed') return { state: 'failed', reason: (newest === undefined ? undefined : endReason(newest)) ?? verdict.reason };
  return { state: newest !== undefined && hasBegun(newest) ? 'running' : 'pending', reason: verdict.reason };
}

function hasBegun({ status }: V1Pod): boolean {
  return status?.containerStatuses?.some(({ state }) => state?.waiting === undefined) === true;
}

/** How the container of a failed try ended; undefined when it never ran. */
function endReason({ spec, status = {} }: V1Pod): string | undefined {
  if (status.reason === 'DeadlineExceeded') return `ended after its deadline of ${spec?.activeDeadlineSeconds ?? '?'} s`;
  const [ended] = (status.containerStatuses ?? []).map(({ state }) => state?.terminated);
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
