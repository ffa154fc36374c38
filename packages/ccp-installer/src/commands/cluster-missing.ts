import { CcpError } from 'ccp-core';

/** The error of commands that need a cluster which was made before. */
export function clusterMissing(): CcpError {
  return new CcpError('CLUSTER_MISSING', 'There is no local cluster of this environment.', { hint: 'Make it with `ccp cluster up`.' });
}
