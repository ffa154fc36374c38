import { exitCode } from '../../diagnostics/index.ts';
import type { ClusterApi, ClusterView } from '../../engine/cluster-contract.ts';
import { readyPods } from '../../engine/current-pods.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { judgeJob } from '../../engine/verdict.ts';
import { reasonOf } from '../../engine/wait.ts';
import { jobLabel, type ServiceModel } from '../../render/index.ts';
import { createScreen } from '../../report/index.ts';
import { printResult, type CommandRun, type WorkspaceCommand } from '../command.ts';
import { identityOf } from '../credentials.ts';
import { modelsFor } from '../desired.ts';
import { publicEndpoints } from '../public-endpoints.ts';
import { selectedServices } from '../service-selection.ts';
import { judgeService, outsidePlace, workloadNames, type JudgedService } from '../service-verdict.ts';
import { age, table } from '../table.ts';
import { requireCluster, type Workspace } from '../workspace.ts';

/** One service in `ccp status`. */
export interface ServiceStatus {
  readonly service: string;
  readonly ready: number;
  readonly wanted: number;
  readonly state: 'ready' | 'waiting' | 'failed' | 'absent';
  /** Why it is not ready; of one that is, what its operator still should know. */
  readonly reason: string;
  readonly image: string;
  /** ISO 8601; undefined when it is not deployed. */
  readonly since: string | undefined;
  readonly jobs: readonly { readonly job: string; readonly state: string }[];
  /** Its public URLs. */
  readonly links: readonly string[];
}

/** All services of an environment, in the order of deploying. */
export interface EnvironmentStatus {
  readonly environment: string;
  readonly namespace: string;
  /** Whether every service is. */
  readonly ready: boolean;
  /** Of the identity service; undefined when there is none. */
  readonly publicUrl: string | undefined;
  readonly services: readonly ServiceStatus[];
}

/** How long one look may stay valid without any change that was seen. */
const lookAgainMs = 5000;

/** `ccp status`: what runs, and what does not and why. */
export const statusCommand: WorkspaceCommand = {
  name: 'status',
  summary: 'Show every service: replicas, jobs, image, age, links, and why one is not ready',
  arguments: [{ flags: '[services...]', description: 'only these services' }],
  options: [
    { flags: '-s, --short', description: 'one word: ready, waiting, failed or absent' },
    { flags: '-w, --watch', description: 'show it again at every change, until Ctrl-C' },
  ],
  details: `JSON: {environment, namespace, ready, publicUrl, services: [{service, ready, wanted, state: ready|waiting|failed|absent, reason, image, since,
jobs: [{job, state}], links: [url]}]}. Exit 1 when a service is not ready.`,
  run: runStatus,
};

async function runStatus(run: CommandRun): Promise<number> {
  const names = selectedServices(run.workspace.session, run.args);
  if (run.options['watch'] === true) return watch(run, names);
  const status = await environmentStatus(run.workspace, names);
  show(run, status);
  return status.ready ? exitCode.ok : exitCode.failed;
}

/** Shows the state at every change; when it is stopped, the last one counts. */
async function watch(run: CommandRun, names: readonly string[]): Promise<number> {
  const screen = createScreen(process.stdout);
  let ready = false;
  for await (const status of watchStatus(run.workspace, run.workspace.session.options.signal, names)) {
    ready = status.ready;
    show({ ...run, write: (text) => screen.show(text) }, status);
  }
  screen.close();
  return ready ? exitCode.ok : exitCode.failed;
}

function show(run: Pick<CommandRun, 'options' | 'output' | 'write'>, status: EnvironmentStatus): void {
  printResult(run, status, () => (run.options['short'] === true ? shortState(status) : statusTable(status)), status.services.map(({ service }) => service));
}

/** The worst state of all services. */
function shortState({ services }: EnvironmentStatus): string {
  const states = services.map(({ state }) => state);
  if (states.every((state) => state === 'absent')) return 'absent';
  return states.includes('failed') ? 'failed' : states.every((state) => state === 'ready') ? 'ready' : 'waiting';
}

/** What runs now of these services (default: of all). Throws CLUSTER_MISSING, CLUSTER_UNREACHABLE. */
export async function environmentStatus(workspace: Workspace, names?: readonly string[]): Promise<EnvironmentStatus> {
  const source = await statusSource(workspace, names);
  source.view.close();
  return statusOf(workspace, source);
}

/** The status now, and again whenever it changes, until `signal` aborts or the loop is left. Throws as {@link environmentStatus}. */
export async function* watchStatus(workspace: Workspace, signal: AbortSignal, names?: readonly string[]): AsyncGenerator<EnvironmentStatus, void> {
  const source = await statusSource(workspace, names);
  const { view } = source;
  try {
    for (let shown = ''; !signal.aborted; await view.changed(lookAgainMs, signal)) {
      const status = await statusOf(workspace, source);
      const text = JSON.stringify(status);
      if (text !== shown) yield status;
      shown = text;
    }
  } finally {
    view.close();
  }
}

interface StatusSource {
  readonly cluster: ClusterApi;
  readonly models: readonly ServiceModel[];
  readonly view: ClusterView;
}

async function statusSource(workspace: Workspace, names: readonly string[] = [...workspace.session.bindings.keys()]): Promise<StatusSource> {
  const cluster = await requireCluster(workspace);
  const models = modelsFor(workspace.session, await cluster.nodes());
  return { cluster, models: models.filter(({ owner }) => names.includes(owner.service)), view: await cluster.view(workspace.session.configuration.namespace) };
}

async function statusOf({ session }: Workspace, source: StatusSource): Promise<EnvironmentStatus> {
  const { namespace, core } = session.configuration;
  const { models } = source;
  const services = await Promise.all(models.map(async (model) => ({ ...(await toldStatus(model, source)), links: publicEndpoints([model]).map(({ url }) => url) })));
  return { environment: core.environment.name, namespace, ready: services.every((service) => service.state === 'ready'), publicUrl: identityOf(models)?.publicUrl, services };
}

/** The status of a service, with what a pod that is not ready says itself; that may hold what secrets are, so whoever may not read them is not told. */
async function toldStatus(model: ServiceModel, { cluster, view }: StatusSource): Promise<Omit<ServiceStatus, 'links'>> {
  const status = serviceStatus(model, view);
  const { namespace } = model.owner;
  const verdict = judgeService(model, view);
  if (verdict.state !== 'waiting' || status.state !== 'waiting') return status;
  const secrets = await readSecrets(cluster, namespace).catch(() => undefined);
  return secrets === undefined ? status : { ...status, reason: secrets.redact(await reasonOf({ cluster, namespace }, verdict)) };
}

/** Judges a service by live objects alone: what differs from the configuration is what `ccp plan` shows. */
export function serviceStatus(model: JudgedService & Pick<ServiceModel, 'replicas' | 'jobs'>, view: ClusterView): Omit<ServiceStatus, 'links'> {
  const outside = outsidePlace(model);
  return outside === undefined ? insideStatus(model, view) : outsideStatus(model.owner.service, outside);
}

function insideStatus(model: JudgedService & Pick<ServiceModel, 'replicas' | 'jobs'>, view: ClusterView): Omit<ServiceStatus, 'links'> {
  const { owner: { service }, replicas, jobs } = model;
  const verdict = judgeService(model, view);
  const all = workloadNames(model).flatMap((name) => view.workloads().find((item) => item.metadata?.name === name) ?? []);
  const [live] = all;
  const common = { service, jobs: [...jobs.keys()].map((job) => ({ job, state: jobState(service, job, view) })) };
  if (live === undefined) return { ...common, wanted: replicas, ready: 0, state: 'absent', reason: 'not deployed', image: '', since: undefined };
  return {
    ...common,
    wanted: sum(all.map((item) => wantedReplicas(item) ?? replicas)),
    ready: sum(all.map((item) => Math.min(readyReplicas(item), readyPods(item.metadata?.name ?? '', view.pods())))),
    state: verdict.state,
    reason: verdict.reason ?? '',
    image: live.spec?.template.spec?.containers[0]?.image ?? '',
    since: live.metadata?.creationTimestamp?.toISOString(),
  };
}

function outsideStatus(service: string, reason: string): Omit<ServiceStatus, 'links'> {
  return { service, ready: 0, wanted: 0, state: 'ready', reason, image: '', since: undefined, jobs: [] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function wantedReplicas(live: ReturnType<ClusterView['workloads']>[number]): number | undefined {
  const status = live.status as { desiredNumberScheduled?: number } | undefined;
  return status?.desiredNumberScheduled ?? (live.spec as { replicas?: number } | undefined)?.replicas;
}

function readyReplicas(live: ReturnType<ClusterView['workloads']>[number]): number {
  const status = (live.status ?? {}) as { readyReplicas?: number; numberReady?: number };
  return status.readyReplicas ?? status.numberReady ?? 0;
}

/** Of the newest Job of this name in the package; older ones belong to earlier content. */
function jobState(service: string, job: string, view: ClusterView): string {
  const runs = view.jobs().filter(({ metadata }) => metadata?.labels?.[jobLabel] === job && metadata.labels['ccp.io/service'] === service);
  const made = (item: (typeof runs)[number]): number => item.metadata?.creationTimestamp?.getTime() ?? 0;
  const [newest] = [...runs].sort((a, b) => made(b) - made(a));
  if (newest === undefined) return 'absent';
  const verdict = judgeJob(newest.metadata?.name ?? '', view.jobs(), view.pods());
  return verdict.state === 'ready' ? 'complete' : `${verdict.state}: ${verdict.reason}`;
}

function statusTable({ services, ready, publicUrl }: EnvironmentStatus): string {
  const rows = services.map((service) => [
    service.service,
    `${service.ready}/${service.wanted}`,
    service.state,
    age(service.since === undefined ? undefined : new Date(service.since)),
    `${service.jobs.filter((job) => job.state === 'complete').length}/${service.jobs.length}`,
    service.image.split('/').at(-1) ?? '',
    service.links.join(' '),
    service.reason,
  ]);
  const broken = services.flatMap((service) => service.jobs.filter((job) => job.state.startsWith('failed')).map((job) => `${service.service} job ${job.job} ${job.state}`));
  const identity = ready && publicUrl !== undefined ? [`Identity: ${publicUrl}`] : [];
  return [table(['SERVICE', 'READY', 'STATE', 'AGE', 'JOBS', 'IMAGE', 'LINKS', 'REASON'], rows), ...broken, ...identity].join('\n');
}
