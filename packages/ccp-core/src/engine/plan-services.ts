import { keepPodInit, keptObjects, planByDiff, planByName, planJob, planService, type DeployPlan, type JobPlan, type ObjectPlan, type ServicePlan } from '../plan/service-plan.ts';
import type { ClusterNode, Topology } from '../plan/topology.ts';
import { contentLabel, jobLabel, objectId, type KubeObject, type RenderedService } from '../render/index.ts';
import type { ClusterApi, LiveObject } from './cluster-contract.ts';
import { nothingLive, readLiveState, type LiveState } from './live-state.ts';

/** What is compared with the cluster. */
export interface Desired {
  readonly environment: string;
  readonly namespace: string;
  readonly topology: Topology;
  readonly nodes: readonly ClusterNode[];
  readonly environmentObjects: readonly KubeObject[];
  /** Providers first. */
  readonly services: readonly RenderedService[];
}

/** Compares what is wanted with what is deployed; changes nothing. Without a cluster everything is `create`. */
export async function planServices(cluster: ClusterApi | undefined, desired: Desired): Promise<{ plan: DeployPlan; live: LiveState }> {
  const live = cluster === undefined ? nothingLive : await readLiveState(cluster, desired.environment, desired.namespace);
  // Without a namespace a dry run is refused; all is to be created then.
  const judge = live.namespaceExists ? cluster : undefined;
  const [objects, services] = await Promise.all([
    Promise.all(desired.environmentObjects.map((object) => planObject(judge, live, object))),
    Promise.all(desired.services.map((service) => planOne(judge, live, service))),
  ]);
  const nodeLabels = missingLabels(desired);
  const prune = leftovers(desired, live).map((object) => ({ kind: object.kind, name: object.metadata.name }));
  const changes = nodeLabels.length + prune.length > 0 || [...objects, ...services].some((item) => item.action !== 'unchanged');
  return { plan: { environment: desired.environment, namespace: desired.namespace, clusterReachable: cluster !== undefined, nodeLabels, objects, services, prune, changes }, live };
}

async function planOne(cluster: ClusterApi | undefined, live: LiveState, service: RenderedService): Promise<ServicePlan> {
  const jobs: { object: ObjectPlan; job: JobPlan }[] = service.jobs.map((job) => planJob(job, live.find(job.object)));
  const configs = service.jobs
    .filter((job, i) => job.config !== undefined && jobs[i]?.object.action !== 'unchanged')
    .map((job) => planByName(job.config as KubeObject, live.find(job.config as KubeObject)));
  const liveSecrets = Object.keys(service.liveSecrets)
    .filter((name) => live.find({ kind: 'Secret', metadata: { name } }) === undefined)
    .map((name): ObjectPlan => ({ kind: 'Secret', name, action: 'create', changes: [] }));
  const supports = await Promise.all([...service.supports, service.workload].map((object) => planObject(cluster, live, object)));
  const objects = [...liveSecrets, ...supports, ...configs, ...jobs.map((job) => job.object)];
  return planService(service, objects, jobs.map((job) => job.job), live.find(service.workload), live.pods.get(service.service) ?? []);
}

async function planObject(cluster: ClusterApi | undefined, live: LiveState, object: KubeObject): Promise<ObjectPlan> {
  const seen = live.find(object);
  if (seen === undefined || cluster === undefined || object.metadata.labels?.[contentLabel] !== undefined) return planByName(object, seen);
  return planByDiff(object, seen, await cluster.apply(keepPodInit(seen, object), { dryRun: true }));
}

function missingLabels({ topology, nodes }: Desired): { node: string; label: string }[] {
  const wanted = topology.nodeLabels(nodes);
  return nodes.flatMap((node) => Object.keys(wanted.get(node.name) ?? {}).filter((label) => node.labels[label] !== 'true').map((label) => ({ node: node.name, label })));
}

/**
 * Objects of the environment that nothing wants any more. Never key material, never claims, and never a Job or config object that
 * a living pod, a revision (for the way back) or a job still names.
 */
export function leftovers(desired: Desired, live: LiveState): LiveObject[] {
  const kept = keptObjects(desired.services, desired.environmentObjects);
  return live.objects.filter((object) => !kept.has(objectId(object)) && isPrunable(object) && !isNamed(object, live.references));
}

function isPrunable(object: LiveObject): boolean {
  return object.kind !== 'Secret' || object.metadata.labels?.[contentLabel] === 'config';
}

function isNamed(object: LiveObject, references: string): boolean {
  const guarded = object.kind === 'Secret' || object.metadata.labels?.[jobLabel] !== undefined;
  return guarded && references.includes(object.metadata.name);
}
