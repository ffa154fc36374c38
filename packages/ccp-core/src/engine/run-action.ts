import type { JobAction } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { renderRun, type KubeObject, type RenderInputs, type ServiceModel } from '../render/index.ts';
import { jobRun, type JobRun } from './action-run.ts';
import type { ClusterApi, ClusterView, LiveObject } from './cluster-contract.ts';
import type { SecretStore } from './secrets.ts';

/** A run that is to be started in the cluster. */
export interface RunStart {
  readonly action: JobAction;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly model: ServiceModel;
  /** Name of the run. */
  readonly run: string;
  readonly inputs: RenderInputs;
  readonly secrets: SecretStore;
}

/** Starts a run. Its Job begins suspended, so that its configuration can belong to it and goes with it, whoever deletes it. */
export async function startRun(cluster: ClusterApi, { action, parameters, model, run, inputs, secrets }: RunStart): Promise<void> {
  const spec = action.job(model.context, parameters as never);
  const { job, config } = renderRun(model, inputs, { run, action: action.name, parameters }, spec, action.image ?? model.definition.image);
  await cluster.create({ ...job, spec: { ...(job['spec'] as object), suspend: true } });
  if (config !== undefined) await cluster.create(ownedBy(config, await requireJob(cluster, job)), (name) => secrets.value(name));
  await release(cluster, job);
}

/** Rendered objects know no owners: these have ids only once they exist. */
function ownedBy(object: KubeObject, owner: LiveObject): KubeObject {
  const { apiVersion, kind, metadata } = owner;
  const ownerReferences = [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, blockOwnerDeletion: true }];
  return { ...object, metadata: { ...object.metadata, ownerReferences } as KubeObject['metadata'] };
}

async function requireJob(cluster: ClusterApi, job: KubeObject): Promise<LiveObject> {
  const live = await cluster.get(job);
  if (live === undefined) throw new CcpError('ACTION_FAILED', `the run ${job.metadata.name} was deleted while it was started`);
  return live;
}

async function release(cluster: ClusterApi, job: KubeObject): Promise<void> {
  for (;;) {
    const live = await requireJob(cluster, job);
    // The Job controller writes its status meanwhile: then what was read is old.
    if (await cluster.replace({ ...live, spec: { ...(live['spec'] as object), suspend: false } })) return;
  }
}

/** How {@link waitForRun} looks at a run. */
export interface RunWait {
  readonly cluster: ClusterApi;
  readonly view: ClusterView;
  readonly namespace: string;
  readonly run: string;
  readonly signal: AbortSignal;
  /** What it does: its last log line while it runs, else why it does not. */
  onProgress(text: string): void;
}

/** How long one look stays valid: a running container tells nobody that it has written a line. */
const lookAgainMs = 1000;

/** Waits until a run has succeeded. Throws ACTION_FAILED when it failed or was deleted, and INTERRUPTED when the signal aborts (the run goes on). */
export async function waitForRun(wait: RunWait): Promise<void> {
  let seen = false;
  for (;;) {
    if (wait.signal.aborted) throw leftAlone(wait.run);
    const job = wait.view.jobs().find((item) => item.metadata?.name === wait.run);
    if (job === undefined && seen) throw new CcpError('ACTION_FAILED', `the run ${wait.run} was deleted while it was waited for`);
    seen = job !== undefined;
    if (job !== undefined && (await hasSucceeded(wait, jobRun(job, wait.view.pods())))) return;
    await wait.view.changed(lookAgainMs, wait.signal);
  }
}

/** Tells how far a run is that goes on. */
async function hasSucceeded(wait: RunWait, run: JobRun): Promise<boolean> {
  if (run.state === 'failed') throw new CcpError('ACTION_FAILED', `${run.run} failed: ${run.reason}`, { hint: `ccp action log ${run.run} shows its whole log.` });
  if (run.state !== 'succeeded') wait.onProgress(await progressOf(wait, run));
  return run.state === 'succeeded';
}

async function progressOf({ cluster, namespace }: RunWait, { state, reason, logs }: JobRun): Promise<string> {
  const place = logs.at(-1);
  if (state !== 'running' || place === undefined) return reason;
  const [line] = await cluster.podLog(namespace, place.pod, place.container, { lines: 1 }).catch(() => []);
  return line ?? reason;
}

function leftAlone(run: string): CcpError {
  return new CcpError('INTERRUPTED', `stopped waiting; the run ${run} goes on`, { hint: `Follow it with ccp action log ${run} -f, or see ccp action status ${run}.` });
}
