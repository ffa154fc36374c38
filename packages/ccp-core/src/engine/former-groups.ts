import type { V1Pod } from '@kubernetes/client-node';
import { groupLabel, workloadLabel, type KubeObject } from '../render/index.ts';
import type { Verdict } from './verdict.ts';

/**
 * Ready when no pod is left of a group of nodes that the service no longer has; the nodes' labels ended them. Until then its other workloads
 * stay as they are: when the last group goes, its successor's pod no longer keeps away from others itself, and one that only the pod of the
 * group keeps away is tried again by the scheduler after 5 minutes alone (`podMaxInUnschedulablePodsDuration`).
 */
export function judgeFormerGroups(service: string, workloads: readonly KubeObject[], pods: readonly V1Pod[]): Verdict {
  const names = workloads.map(({ metadata }) => metadata.name);
  const left = pods.filter(({ metadata }) => {
    const { [workloadLabel]: workload, [groupLabel]: group } = metadata?.labels ?? {};
    return workload === service && group !== undefined && !names.includes(group);
  });
  return left.length === 0 ? { state: 'ready' } : { state: 'waiting', reason: `waits for the end of ${left.map(({ metadata }) => metadata?.name).join(', ')}` };
}
