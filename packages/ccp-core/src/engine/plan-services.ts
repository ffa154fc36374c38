import { keepPodInit, planByDiff, planByName, planJob, planService, type DeployPlan, type JobPlan, type NodeLabelPlan, type ObjectPlan, type ServicePlan } from '../plan/service-plan.ts';
import { contentLabel, workloadsOf, type KubeObject, type RenderedService } from '../render/index.ts';
import type { ClusterApi } from './cluster-contract.ts';
import type { Desired } from './desired.ts';
import { countsAsChange, leftovers } from './leftovers.ts';
import { nothingLive, readLiveState, type LiveState } from './live-state.ts';

/** Compares what is wanted with what is deployed; changes nothing. Without a cluster everything is `create`. */
export async function planServices(cluster: ClusterApi | undefined, desired: Desired): Promise<{ plan: DeployPlan; live: LiveState }> {
  const live = cluster === undefined ? nothingLive : await readLiveState(cluster, desired.environment, desired.namespace);
  // Without a namespace a dry run is refused; all is to be created then.
  const judge = live.namespaceExists ? cluster : undefined;
  const [objects, services] = await Promise.all([
    Promise.all(desired.environmentObjects.map((object) => planObject(judge, live, object))),
    Promise.all(desired.services.map((service) => planOne(judge, live, service))),
  ]);
  const nodeLabels = planLabels(desired);
  const unwanted = leftovers(desired, live);
  const prune = unwanted.map(({ kind, metadata }) => ({ kind, name: metadata.name, ...serviceOf(metadata.labels) }));
  const changes = nodeLabels.length > 0 || unwanted.some(countsAsChange) || [...objects, ...services].some((item) => item.action !== 'unchanged');
  return { plan: { environment: desired.environment, namespace: desired.namespace, clusterReachable: cluster !== undefined, nodeLabels, objects, services, prune, changes }, live };
}

/** The service that an object belongs to, where its labels say so. */
function serviceOf(labels: Readonly<Record<string, string>> = {}): { service?: string } {
  const service = labels['ccp.io/service'];
  return service === undefined ? {} : { service };
}

async function planOne(cluster: ClusterApi | undefined, live: LiveState, service: RenderedService): Promise<ServicePlan> {
  const jobs: { object: ObjectPlan; job: JobPlan }[] = service.jobs.map((job) => planJob(job, live.find(job.object)));
  const configs = service.jobs
    .filter((job, i) => job.config !== undefined && jobs[i]?.object.action !== 'unchanged')
    .map((job) => planByName(job.config as KubeObject, live.find(job.config as KubeObject)));
  const liveSecrets = Object.keys(service.liveSecrets)
    .filter((name) => live.find({ kind: 'Secret', metadata: { name } }) === undefined)
    .map((name): ObjectPlan => ({ kind: 'Secret', name, action: 'create', changes: [] }));
  const supports = await Promise.all([...service.supports, ...workloadsOf(service)].map((object) => planObject(cluster, live, object)));
  const objects = [...liveSecrets, ...supports, ...configs, ...jobs.map((job) => job.object)];
  return planService(service, objects, jobs.map((job) => job.job), (object) => live.find(object), live.pods);
}

async function planObject(cluster: ClusterApi | undefined, live: LiveState, object: KubeObject): Promise<ObjectPlan> {
  const seen = live.find(object);
  if (seen === undefined || cluster === undefined || object.metadata.labels?.[contentLabel] !== undefined) return planByName(object, seen);
  return planByDiff(object, seen, await cluster.apply(keepPodInit(seen, object), { dryRun: true }));
}

function planLabels({ topology, nodes }: Desired): NodeLabelPlan[] {
  const wanted = topology.nodeLabels(nodes);
  return nodes.flatMap(({ name: node, labels }) => {
    const roles = Object.keys(wanted.get(node) ?? {});
    const missing = roles.filter((label) => labels[label] !== 'true');
    const unwanted = Object.keys(labels).filter((label) => topology.isRoleLabel(label) && !roles.includes(label));
    return [...missing.map((label): NodeLabelPlan => ({ node, label, action: 'add' })), ...unwanted.map((label): NodeLabelPlan => ({ node, label, action: 'remove' }))];
  });
}
