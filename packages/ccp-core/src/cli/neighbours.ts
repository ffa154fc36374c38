import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import { environmentLabel } from '../render/index.ts';
import { connect, type Workspace } from './workspace.ts';
import type { ClusterSource } from './tools.ts';

/** Names of the other environments that ccp has on a cluster, sorted. */
export async function neighboursOf(cluster: ClusterApi, environment: string): Promise<string[]> {
  const namespaces = await cluster.list('v1', 'Namespace', '', `app.kubernetes.io/managed-by=ccp,${environmentLabel}`);
  const names = namespaces.flatMap(({ metadata }) => metadata.labels?.[environmentLabel] ?? []);
  return [...new Set(names)].filter((name) => name !== environment).sort();
}

/**
 * As {@link neighboursOf}, for the cluster that a component made for this environment; none when there is no cluster. One that
 * does not answer counts as the environment's own, unless it may be shared: then throws CLUSTER_UNREACHABLE.
 */
export async function neighboursOn(workspace: Workspace, { provider, context }: Extract<ClusterSource, { kind: 'provided' }>): Promise<string[]> {
  const connection = await provider.find(context);
  if (connection === undefined) return [];
  try {
    return await neighboursOf(await connect(workspace, connection), context.environment.name);
  } catch (fault) {
    const silent = fault instanceof CcpError && (fault.code === 'CLUSTER_UNREACHABLE' || fault.code === 'CLUSTER_MISSING');
    if (!silent) throw fault;
    if (provider.shared?.(context) !== true) return [];
    throw new CcpError('CLUSTER_UNREACHABLE', 'the cluster does not answer, so it is not known which other environments are on it', {
      hint: 'Start it first (ccp cluster start), or remove it with all its environments (ccp cluster down).',
      cause: fault,
    });
  }
}
