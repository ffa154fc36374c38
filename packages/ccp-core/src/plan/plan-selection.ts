import type { DeployPlan } from './service-plan.ts';

/** The part of a plan that concerns some services. What belongs to the whole environment stays in it. */
export function planOf(plan: DeployPlan, services: ReadonlySet<string>): DeployPlan {
  if (plan.services.every(({ service }) => services.has(service))) return plan;
  const selected = plan.services.filter(({ service }) => services.has(service));
  const prune = plan.prune.filter(({ service }) => service !== undefined && services.has(service));
  // Config objects and Jobs come out of use by themselves.
  const unwanted = prune.some(({ kind }) => kind !== 'Secret' && kind !== 'Job');
  const changes = unwanted || plan.nodeLabels.length > 0 || [...plan.objects, ...selected].some(({ action }) => action !== 'unchanged');
  return { ...plan, services: selected, prune, changes };
}
