import { exitCode } from '../../diagnostics/index.ts';
import { judgeJob, judgeWorkload } from '../../engine/verdict.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { identityOf } from '../credentials.ts';
import { age, table } from '../table.ts';
import { inspect, requireCluster, type Inspection } from '../workspace.ts';

/** One service in `ccp status`. */
export interface ServiceStatus {
  readonly service: string;
  readonly ready: number;
  readonly wanted: number;
  readonly state: 'ready' | 'waiting' | 'failed' | 'absent';
  /** Why it is not ready. */
  readonly reason: string;
  readonly image: string;
  /** ISO 8601; undefined when it is not deployed. */
  readonly since: string | undefined;
  readonly jobs: readonly { readonly job: string; readonly state: string }[];
}

/** `ccp status`: what runs, and what does not and why. */
export const statusCommand: CoreCommand = {
  name: 'status',
  summary: 'Show every service: replicas, jobs, image, age, and why one is not ready',
  details: 'JSON: {environment, namespace, ready, publicUrl, services: [{service, ready, wanted, state: ready|waiting|failed|absent, reason, image, since, jobs: [{job, state}]}]}. Exit 1 when a service is not ready.',
  run: runStatus,
};

async function runStatus(run: CommandRun): Promise<number> {
  const cluster = await requireCluster(run.workspace);
  const inspection = await inspect(run.workspace, cluster);
  const view = await cluster.view(inspection.desired.namespace);
  const services = inspection.desired.services.map((service) => serviceStatus(service, view));
  view.close();
  const ready = services.every((service) => service.state === 'ready');
  const publicUrl = identityOf(inspection.models)?.publicUrl;
  const { environment, namespace } = inspection.desired;
  printResult(run, { environment, namespace, ready, publicUrl, services }, () => statusTable(services, ready, publicUrl));
  return ready ? exitCode.ok : exitCode.failed;
}

type View = Awaited<ReturnType<NonNullable<Inspection['cluster']>['view']>>;

function serviceStatus({ service, jobs, workload }: Inspection['desired']['services'][number], view: View): ServiceStatus {
  const verdict = judgeWorkload(service, view.workloads(), view.pods());
  const live = view.workloads().find((item) => item.metadata?.name === service);
  const wanted = (workload['spec'] as { replicas?: number }).replicas ?? 1;
  const common = { service, wanted, jobs: jobs.map((job) => ({ job: job.job, state: jobState(judgeJob(job.object.metadata.name, view.jobs(), view.pods())) })) };
  if (live === undefined) return { ...common, ready: 0, state: 'absent', reason: 'not deployed', image: '', since: undefined };
  return {
    ...common,
    ready: readyReplicas(live),
    state: verdict.state,
    reason: verdict.state === 'ready' ? '' : verdict.reason,
    image: live.spec?.template.spec?.containers[0]?.image ?? '',
    since: live.metadata?.creationTimestamp?.toISOString(),
  };
}

function readyReplicas(live: ReturnType<View['workloads']>[number]): number {
  const status = (live.status ?? {}) as { readyReplicas?: number; numberReady?: number };
  return status.readyReplicas ?? status.numberReady ?? 0;
}

function jobState(verdict: ReturnType<typeof judgeJob>): string {
  return verdict.state === 'ready' ? 'complete' : `${verdict.state}: ${verdict.reason}`;
}

function statusTable(services: readonly ServiceStatus[], ready: boolean, publicUrl: string | undefined): string {
  const rows = services.map((service) => [
    service.service,
    `${service.ready}/${service.wanted}`,
    service.state,
    age(service.since === undefined ? undefined : new Date(service.since)),
    `${service.jobs.filter((job) => job.state === 'complete').length}/${service.jobs.length}`,
    service.image.split('/').at(-1) ?? '',
    service.reason,
  ]);
  const broken = services.flatMap((service) => service.jobs.filter((job) => job.state.startsWith('failed')).map((job) => `${service.service} job ${job.job} ${job.state}`));
  return [table(['SERVICE', 'READY', 'STATE', 'AGE', 'JOBS', 'IMAGE', 'REASON'], rows), ...broken, ...(ready && publicUrl !== undefined ? [`Identity: ${publicUrl}`] : [])].join('\n');
}
