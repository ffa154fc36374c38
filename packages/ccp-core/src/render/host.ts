import type { HostAccess } from '../definition/index.ts';

/** What a container may do that shares nothing with its node. */
export const lockedSecurity = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** Security context of the main container. */
export function mainSecurity(host: HostAccess | undefined): Record<string, unknown> {
  return host?.privileged === true ? { privileged: true } : lockedSecurity;
}

/** Fields of a pod that shares something with its node. */
export function hostFields({ network, processes, critical }: Partial<HostAccess> = {}): Record<string, unknown> {
  return {
    // With the node's network the cluster's names are resolved only when that is asked for.
    ...(network === true ? { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } : {}),
    ...(processes === true ? { hostPID: true } : {}),
    ...(critical === true ? { priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] } : {}),
  };
}

const propagation = { in: 'HostToContainer', both: 'Bidirectional' } as const;

/** Mounts of the node's folders. */
export function hostMounts({ paths = {} }: Partial<HostAccess> = {}): unknown[] {
  return Object.entries(paths).map(([name, { path, mounts }]) => ({ name, mountPath: path, ...(mounts === undefined ? {} : { mountPropagation: propagation[mounts] }) }));
}

/** The node's folders as volumes. */
export function hostVolumes({ paths = {} }: Partial<HostAccess> = {}): unknown[] {
  return Object.entries(paths).map(([name, { path, mustExist = false }]) => ({ name, hostPath: { path, type: mustExist ? 'Directory' : 'DirectoryOrCreate' } }));
}
