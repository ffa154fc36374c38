import { shown } from '../definition/index.ts';
import type { RenderedJob, RenderedService } from '../render/index.ts';
import type { ClusterView } from './cluster-contract.ts';
import type { DeployRun } from './deploy-run.ts';
import { judgeJob } from './verdict.ts';
import { waitFor } from './wait.ts';

/** Added to a job's own deadline for pulling its image and for the last report of the kubelet. */
const graceSeconds = 120;
/** Seconds that deleting a failed job may take. */
const removeLimitSeconds = 60;

/** Runs the jobs of one phase, each as soon as those it names are complete; done ones are passed over. */
export async function runJobs(run: DeployRun, view: ClusterView, service: RenderedService, phase: RenderedJob['phase'], step: (text: string) => void): Promise<void> {
  const jobs = service.jobs.filter((job) => job.phase === phase && !isDone(run, service, job));
  const running = new Map<string, Promise<void>>();
  const start = (job: RenderedJob): Promise<void> => {
    const known = running.get(job.job);
    if (known !== undefined) return known;
    const first = jobs.filter((other) => job.after.includes(other.job)).map(start);
    const promise = Promise.all(first).then(() => runJob(run, view, job, step));
    running.set(job.job, promise);
    return promise;
  };
  const results = await Promise.allSettled(jobs.map(start));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function isDone(run: DeployRun, service: RenderedService, job: RenderedJob): boolean {
  const plan = run.plan.services.find((item) => item.service === service.service);
  return plan?.jobs.some((item) => item.job === job.job && item.action === 'done') === true;
}

async function runJob(run: DeployRun, view: ClusterView, job: RenderedJob, step: (text: string) => void): Promise<void> {
  const { name } = job.object.metadata;
  const spec = job.object['spec'] as { activeDeadlineSeconds: number };
  const wait = { cluster: run.cluster, namespace: run.desired.namespace, view, object: `Job ${name}`, signal: run.signal, redact: (text: string) => run.secrets.redact(text) };
  step(`job ${job.job}`);
  await shown(run.events, { kind: 'job', name, expectedSeconds: job.expectedSeconds }, async (say) => {
    await removeFailed(run, view, name, wait);
    if (job.config !== undefined) await run.cluster.apply(job.config, { secrets: (secret) => run.secrets.value(secret) });
    await run.cluster.create(job.object);
    await waitFor({ ...wait, limitSeconds: spec.activeDeadlineSeconds + graceSeconds, judge: (state) => judgeJob(name, state.jobs(), state.pods()), onReason: say });
  });
}

/** A Job that failed is deleted with its pods, so that its name is free for the next try. */
async function removeFailed(run: DeployRun, view: ClusterView, name: string, wait: Omit<Parameters<typeof waitFor>[0], 'limitSeconds' | 'judge' | 'onReason'>): Promise<void> {
  if (judgeJob(name, view.jobs(), view.pods()).state !== 'failed') return;
  await run.cluster.remove({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: run.desired.namespace } });
  await waitFor({
    ...wait,
    limitSeconds: removeLimitSeconds,
    judge: (state) => (state.jobs().some((item) => item.metadata?.name === name) ? { state: 'waiting', reason: 'removing the failed try' } : { state: 'ready' }),
    onReason: () => undefined,
  });
}
