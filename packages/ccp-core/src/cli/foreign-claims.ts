import type { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import { foreignHosts, type HostClaims } from './foreign-hosts.ts';
import { foreignNodePorts } from './foreign-node-ports.ts';

/** Faults (CONFIG_INVALID): what the environment wants of its cluster, and what other environments or others have already. */
export async function foreignClaims(cluster: ClusterApi | undefined, claims: HostClaims): Promise<CcpError[]> {
  const [ports, hosts] = await Promise.all([foreignNodePorts(cluster, claims.configuration.namespace, claims.models), foreignHosts(cluster, claims)]);
  return [...ports, ...hosts];
}
