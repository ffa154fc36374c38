import type { ClusterView } from '../engine/cluster-contract.ts';
import { judgeWorkloads, type Verdict } from '../engine/verdict.ts';
import type { ServiceModel } from '../render/index.ts';

/** What of a service its verdict follows from. */
export type JudgedService = Pick<ServiceModel, 'owner'> & Partial<Pick<ServiceModel, 'definition' | 'config' | 'groups'>>;

/** What the live state says of a service. Somebody else runs an external one; whether it answers shows at its consumers. */
export function judgeService(model: JudgedService, view: ClusterView): Verdict {
  const outside = outsidePlace(model);
  return outside === undefined ? judgeWorkloads(workloadNames(model), view.workloads(), view.pods(), { replicaSets: view.replicaSets() }) : { state: 'ready', reason: outside };
}

/** Where a service runs that is not in the cluster, in words; undefined for one that is. */
export function outsidePlace({ definition, config }: JudgedService): string | undefined {
  const place = definition?.external?.({ config });
  return place === undefined ? undefined : `outside the cluster, at ${place.host ?? 'an unknown place'}`;
}

/** Names of the workloads of a service in the cluster: its own, and one for each group of nodes with a configuration of its own. */
export function workloadNames({ owner, groups = [] }: JudgedService): string[] {
  return [owner.service, ...groups.map(({ name }) => name)];
}
