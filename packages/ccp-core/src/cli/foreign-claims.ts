import type { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import { foreignHosts, type HostClaims } from './foreign-hosts.ts';
import { foreignPublications } from './foreign-publications.ts';

/** Faults (CONFIG_INVALID): what the environment wants of its cluster, and what other environments or others have already. */
export async function foreignClaims(cluster: ClusterApi | undefined, claims: HostClaims): Promise<CcpError[]> {
  const [publications, hosts] = await Promise.all([foreignPublications(cluster, claims.configuration.namespace, claims.models), foreignHosts(cluster, claims)]);
  return [...publications, ...hosts];
}
