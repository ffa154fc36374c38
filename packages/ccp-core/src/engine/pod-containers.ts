import type { LiveObject } from './cluster-contract.ts';

/** Names of a pod's containers, those that run first apart. */
export function containersOf(pod: LiveObject): { readonly init: readonly string[]; readonly main: readonly string[] } {
  const { initContainers = [], containers } = pod['spec'] as Record<'initContainers' | 'containers', readonly { name: string }[]>;
  return { init: initContainers.map(({ name }) => name), main: containers.map(({ name }) => name) };
}

/** Names of a pod's containers that were started again, of whose run before there is a log. */
export function restartedContainers(pod: LiveObject): readonly string[] {
  const { initContainerStatuses = [], containerStatuses = [] } = (pod['status'] ?? {}) as Partial<Record<'initContainerStatuses' | 'containerStatuses', readonly { name: string; restartCount?: number }[]>>;
  return [...initContainerStatuses, ...containerStatuses].filter(({ restartCount = 0 }) => restartCount > 0).map(({ name }) => name);
}
