import { workloadsOf, type KubeObject, type RenderedService } from '../render/index.ts';
import { keepPodInit, planJob } from '../plan/service-plan.ts';
import type { LiveState } from './live-state.ts';
import { namespaceObject } from './namespace.ts';
import type { Desired } from './desired.ts';

/** An object of an environment with the service that it belongs to; undefined: to all. */
export interface DesiredObject {
  readonly service: string | undefined;
  readonly object: KubeObject;
}

/**
 * Every object that a deploy applies for `services`, in the order in which it does: the namespace first, providers
 * before what needs them. A Job that is there and has not failed is not applied again, whatever it would look like now.
 */
export function desiredObjects({ environment, namespace, environmentObjects, services }: Desired, live: LiveState, names: ReadonlySet<string>): DesiredObject[] {
  const common = [namespaceObject(environment, namespace), ...environmentObjects].map((object) => ({ service: undefined, object }));
  const selected = services.filter(({ service }) => names.has(service));
  return [...common, ...selected.flatMap((service) => ofService(service, live).map((object) => ({ service: service.service, object })))];
}

function ofService(service: RenderedService, live: LiveState): KubeObject[] {
  const jobs = (phase: 'before' | 'after'): KubeObject[] =>
    service.jobs.filter((job) => job.phase === phase && planJob(job, live.find(job.object)).object.action !== 'unchanged').flatMap(({ config, object }) => [...(config === undefined ? [] : [config]), object]);
  const workloads = workloadsOf(service).map((workload) => keepPodInit(live.find(workload), workload));
  return [...service.supports, ...jobs('before'), ...workloads, ...jobs('after')];
}
