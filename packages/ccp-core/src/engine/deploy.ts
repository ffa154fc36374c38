import { shown } from '../definition/index.ts';
import type { ServicePlan } from '../plan/service-plan.ts';
import { keepPodInit } from '../plan/service-plan.ts';
import { workloadsOf, type KubeObject, type RenderedService } from '../render/index.ts';
import type { ClusterView, LiveObject } from './cluster-contract.ts';
import type { DeployRun } from './deploy-run.ts';
import { judgeFormerGroups } from './former-groups.ts';
import { leftovers } from './leftovers.ts';
import { planServices } from './plan-services.ts';
import { stoppable } from './interruption.ts';
import { runJobs } from './run-jobs.ts';
import { judgeWorkload, judgeWorkloads, type Verdict } from './verdict.ts';
import { waitFor, type WaitSpec } from './wait.ts';

/** Seconds that a workload may take from its last change until every replica is ready. */
const readyLimitSeconds = 600;

/**
 * Carries out a plan: labels nodes, applies what differs, runs jobs, waits until every service is ready, and removes what is no
 * longer wanted. Services that do not need each other go side by side; the first failure stops what depends on it, lets the others
 * finish, and is thrown. Everything is named by content, so a rerun continues where this one ended. Once the signal aborts nothing is
 * changed any more; its reason is thrown where that is a CcpError, else INTERRUPTED.
 */
export async function deploy(given: DeployRun): Promise<void> {
  const run: DeployRun = { ...given, cluster: stoppable(given.cluster, given.signal) };
  const { cluster, desired, plan } = run;
  for (const { node, label, action } of plan.nodeLabels) await cluster.labelNode(node, { [label]: action === 'add' ? 'true' : null });
  await applyAll(run, desired.environmentObjects, plan.objects);
  const view = await cluster.view(desired.namespace);
  try {
    await deployServices(run, view);
  } finally {
    view.close();
  }
  await prune(run);
}

async function deployServices(run: DeployRun, view: ClusterView): Promise<void> {
  const running = new Map<string, Promise<void>>();
  for (const service of run.desired.services) {
    const needed = service.dependsOn.map((name) => running.get(name) ?? Promise.resolve());
    running.set(service.service, Promise.all(needed).then(() => deployService(run, view, service)));
  }
  const results = await Promise.allSettled(running.values());
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function deployService(run: DeployRun, view: ClusterView, service: RenderedService): Promise<void> {
  const plan = run.plan.services.find((item) => item.service === service.service);
  if (plan === undefined) return;
  const { name, title } = { name: service.service, title: service.title };
  if (plan.action === 'unchanged') {
    const workloads = workloadsOf(service);
    const names = workloads.map(({ metadata }) => metadata.name);
    if (judgeWorkloads(names, view.workloads(), view.pods(), { ...kindOf(workloads), replicaSets: view.replicaSets() }).state === 'ready') {
      run.events({ type: 'work-finished', kind: 'service', name, outcome: 'unchanged', seconds: 0 });
      return;
    }
  }
  await shown(run.events, { kind: 'service', name, title, expectedSeconds: 20 }, async (step) => {
    step('applying its objects');
    await makeLiveSecrets(run, service);
    await applyAll(run, service.supports, plan.objects);
    await runJobs(run, view, service, 'before', step);
    await rollOut(run, view, { workloads: workloadsOf(service), plan, step });
    await runJobs(run, view, service, 'after', step);
  });
}

async function makeLiveSecrets({ cluster, live, desired }: DeployRun, service: RenderedService): Promise<void> {
  for (const [name, files] of Object.entries(service.liveSecrets)) {
    if (live.find({ kind: 'Secret', metadata: { name } }) !== undefined) continue;
    const { namespace } = desired;
    const labels = { ...service.workload?.metadata.labels };
    await cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, labels }, type: 'Opaque', stringData: files.make() });
  }
}

async function applyAll(run: DeployRun, objects: readonly KubeObject[], plans: ServicePlan['objects']): Promise<void> {
  const changed = objects.filter((object) => plans.some((plan) => plan.kind === object.kind && plan.name === object.metadata.name && plan.action !== 'unchanged'));
  for (const object of changed) await run.cluster.apply(object, { secrets: (name) => run.secrets.value(name) });
}

/** The generation that the workload has now; undefined when nothing was to be applied. */
async function applyWorkload(run: DeployRun, workload: KubeObject, plan: ServicePlan): Promise<number | undefined> {
  const own = plan.objects.find((object) => object.kind === workload.kind && object.name === workload.metadata.name);
  if (own?.action === 'unchanged') return undefined;
  const { metadata } = await run.cluster.apply(keepPodInit(run.live.find(workload), workload));
  return metadata.generation;
}

/** The kind that all workloads of a service have. */
function kindOf([first]: readonly KubeObject[]): { kind?: string } {
  return first === undefined ? {} : { kind: first.kind };
}

interface ServiceRollout {
  readonly workloads: readonly KubeObject[];
  readonly plan: ServicePlan;
  step(text: string): void;
}

/** All are applied before any is waited for: a pod may start only when that of another has left its node. */
async function rollOut(run: DeployRun, view: ClusterView, { workloads, plan, step }: ServiceRollout): Promise<void> {
  const { service } = plan;
  await waitUntil(run, view, { object: service, judge: (state) => judgeFormerGroups(service, workloads, state.pods()), onReason: step });
  const rollouts: Rollout[] = [];
  for (const workload of workloads) rollouts.push({ name: workload.metadata.name, kind: workload.kind, generation: await applyWorkload(run, workload, plan), step });
  for (const rollout of rollouts) await waitReady(run, view, rollout);
}

interface Rollout {
  /** Name of the workload. */
  readonly name: string;
  readonly kind: string;
  /** Generation that was applied: the watch may still show the state before it. */
  readonly generation: number | undefined;
  step(text: string): void;
}

async function waitReady(run: DeployRun, view: ClusterView, { name, kind, generation, step }: Rollout): Promise<void> {
  const judge = (state: ClusterView): Verdict => judgeWorkload(name, state.workloads(), state.pods(), { kind, generation, replicaSets: state.replicaSets() });
  const told = await waitUntil(run, view, { object: name, judge, onReason: step });
  if (told !== undefined) run.events({ type: 'message', level: 'info', text: `${name}: ${told}` });
}

async function waitUntil({ cluster, desired, signal, secrets }: DeployRun, view: ClusterView, what: Pick<WaitSpec, 'object' | 'judge' | 'onReason'>): Promise<string | undefined> {
  return waitFor({ cluster, namespace: desired.namespace, view, limitSeconds: readyLimitSeconds, signal, redact: (text) => secrets.redact(text), ...what });
}

/** Looks again at what is live: the old pods that still named old config objects are gone now. */
async function prune({ cluster, desired, plan, only }: DeployRun): Promise<void> {
  if (!plan.changes && plan.prune.length === 0) return;
  const { live } = await planServices(cluster, desired);
  const ours = (object: LiveObject): boolean => only === undefined || only.has(object.metadata.labels?.['ccp.io/service'] ?? '');
  for (const object of leftovers(desired, live).filter(ours)) await cluster.remove(object);
}
