import type { V1Job, V1Pod } from '@kubernetes/client-node';
import { CcpError, nearest, throwAll } from '../diagnostics/index.ts';
import { actionLabel } from '../render/index.ts';
import { recordRun } from './action-record.ts';
import { hasEnded, jobRun, type ActionRun, type JobRun } from './action-run.ts';
import type { ClusterApi, LiveObject } from './cluster-contract.ts';
import { leaseRef } from './lease.ts';

/** Runs of each action that are kept; starting another removes the oldest that has ended. */
export const keptRuns = 10;
/** Lines of a log that are read; the kubelet keeps 10 MiB of each container. */
const allLines = 1_000_000;

/** A run and how to read its log. */
export interface KnownRun {
  readonly run: ActionRun;
  /** Undefined for what ccp carried out itself. */
  readonly job: JobRun | undefined;
  /** Log lines that are stored with the record; empty for a Job. */
  readonly log: readonly string[];
}

/** Every run of the environment, oldest first. */
export async function listRuns(cluster: ClusterApi, namespace: string): Promise<KnownRun[]> {
  const [jobs, pods, records, lease] = await Promise.all([
    withAction(cluster, namespace, 'batch/v1', 'Job'),
    withAction(cluster, namespace, 'v1', 'Pod'),
    withAction(cluster, namespace, 'v1', 'ConfigMap'),
    cluster.get(leaseRef(namespace)),
  ]);
  const ofJobs = await Promise.all(jobs.map((job) => withLastLine(cluster, namespace, jobRun(job as unknown as V1Job, pods as unknown as V1Pod[]))));
  const ofRecords = records.map((record): KnownRun => {
    const { log, ...run } = recordRun(record, lease);
    return { run, job: undefined, log };
  });
  return [...ofJobs, ...ofRecords].sort((a, b) => (a.run.started < b.run.started ? -1 : 1));
}

/** The runs of these names, in this order; all without names. Names that do not exist are faults (USAGE), told in one go. */
export function selectRuns(runs: readonly KnownRun[], names: readonly string[]): KnownRun[] {
  const known = runs.map(({ run }) => run.run);
  throwAll(
    names
      .filter((name) => !known.includes(name))
      .map((name) => {
        const near = nearest(name, known);
        return new CcpError('USAGE', `there is no run "${name}"`, { hint: near === undefined ? 'ccp action status lists all runs.' : `Did you mean "${near}"?` });
      }),
  );
  return names.length === 0 ? [...runs] : names.flatMap((name) => runs.filter(({ run }) => run.run === name));
}

/** All lines of a run's log; of every try when there were several, oldest first. */
export async function readLog(cluster: ClusterApi, namespace: string, { job, log }: KnownRun, lines = allLines): Promise<readonly string[]> {
  if (job === undefined) return log.slice(-lines);
  const tries = await Promise.all(job.logs.map((place) => cluster.podLog(namespace, place.pod, place.container, { lines })));
  return tries.flat().slice(-lines);
}

/** Deletes a run with its pods, its log and its configuration. */
export async function removeRun(cluster: ClusterApi, namespace: string, { run, job }: Pick<KnownRun, 'run' | 'job'>): Promise<void> {
  // The Secret of a Job belongs to it and goes with it.
  if (job === undefined) await cluster.remove({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: run.run, namespace } });
  else await cluster.remove({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: run.run, namespace } });
}

/** Deletes the oldest runs of an action that have ended, so that {@link keptRuns} stay. */
export async function removeOldRuns(cluster: ClusterApi, namespace: string, action: string): Promise<void> {
  const own = (await listRuns(cluster, namespace)).filter(({ run }) => run.action === action);
  const surplus = own.slice(0, Math.max(0, own.length - keptRuns)).filter(({ run }) => hasEnded(run));
  for (const old of surplus) await removeRun(cluster, namespace, old);
}

async function withAction(cluster: ClusterApi, namespace: string, apiVersion: string, kind: string): Promise<LiveObject[]> {
  const objects = await cluster.list(apiVersion, kind, namespace, actionLabel);
  return objects.filter((object) => object.metadata.labels?.[actionLabel] !== undefined);
}

/** A failed container's last words say more than its exit code. */
async function withLastLine(cluster: ClusterApi, namespace: string, job: JobRun): Promise<KnownRun> {
  const place = job.logs.at(-1);
  if (job.state !== 'failed' || place === undefined) return { run: withoutLogs(job), job, log: [] };
  const [line] = await cluster.podLog(namespace, place.pod, place.container, { lines: 1 }).catch(() => []);
  return { run: { ...withoutLogs(job), reason: line === undefined ? job.reason : `${job.reason}: ${line}` }, job, log: [] };
}

function withoutLogs({ logs: _, ...run }: JobRun): ActionRun {
  return run;
}
