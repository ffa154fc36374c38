import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from '../engine/cluster-contract.ts';

/** Objects of a kind in all namespaces; `labels` is a selector. None where the account may not list them: it then sees only its own. */
export async function listEverywhere(cluster: ClusterApi, apiVersion: string, kind: string, labels?: string): Promise<readonly LiveObject[]> {
  return cluster.list(apiVersion, kind, '', labels).catch((fault: unknown) => {
    if (fault instanceof CcpError && fault.code === 'CLUSTER_FORBIDDEN') return [];
    throw fault;
  });
}
