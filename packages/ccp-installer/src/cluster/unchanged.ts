import { CcpError } from 'ccp-core';
import type { ClusterPlan } from './plan.ts';
import type { PartState } from './state.ts';

/** What an existing cluster was made with. */
export interface MadeWith {
  /** Subnets of its networks; undefined where there is none. */
  readonly subnets: { readonly nodes: string | undefined; readonly external: string | undefined };
  readonly parts: readonly PartState[];
}

/**
 * Pure: throws CONFIG_INVALID when settings that cannot change differ from what the cluster was made with. A cluster
 * whose control plane is not finished is made anew, with its networks and its registry, so its settings may change.
 */
export function checkUnchanged(plan: ClusterPlan, { subnets, parts }: MadeWith): void {
  const first = parts.find(({ role, joined }) => role === 'control-plane' && joined);
  if (first === undefined) return;
  const registry = parts.find(({ role }) => role === 'registry');
  const differences = [
    difference('subnet', subnets.nodes, plan.subnet),
    difference('externalSubnet', subnets.external, plan.external?.subnet ?? 'none'),
    difference('apiPort', first.ports['6443/tcp'], plan.apiPort),
    difference('registryPort', registry?.ports['5000/tcp'], plan.registry.port),
  ].filter((line) => line !== undefined);
  if (differences.length === 0) return;
  throw new CcpError('CONFIG_INVALID', `The cluster ${plan.name} was made with other settings, which cannot change while it exists.`, {
    evidence: differences,
    hint: 'Set them back, or remove the cluster with `ccp cluster down` first.',
  });
}

function difference(key: string, made: string | number | undefined, wanted: string | number): string | undefined {
  return made === undefined || made === wanted ? undefined : `installer.${key}: made with ${made}, now ${wanted}`;
}
