/** On every container, network and volume of a local cluster: the cluster's name. What is removed is found by it. */
export const clusterLabel = 'ccp.io/cluster';

/** What a container is: `registry`, `control-plane` or `worker`. */
export const roleLabel = 'ccp.io/cluster-role';

/** On volumes that hold nothing but what makes the next run faster: which cache it is. */
export const cacheLabel = 'ccp.io/cache';

/**
 * The volume that the registries of all clusters of an engine keep their content in: its names are content keys, so what one cluster was sent,
 * the next one, or the same one made anew, need not be sent again.
 */
export const registryVolume = { Name: 'ccp-registry-cache', Labels: { [cacheLabel]: 'registry' } };

/** Labels of a part of the cluster `name`. */
export function labelsOf(name: string, role?: string): Record<string, string> {
  return { [clusterLabel]: name, ...(role === undefined ? {} : { [roleLabel]: role }) };
}

/** The engine's filter for everything of the cluster `name`. */
export function filterOf(name: string): { label: string[] } {
  return { label: [`${clusterLabel}=${name}`] };
}
