import type { ClusterApi, Right } from './cluster-contract.ts';

const owned: readonly (readonly [string, readonly string[]])[] = [
  ['', ['secrets', 'configmaps', 'services', 'serviceaccounts', 'persistentvolumeclaims']],
  ['apps', ['deployments', 'statefulsets', 'daemonsets']],
  ['batch', ['jobs']],
  ['policy', ['poddisruptionbudgets']],
  ['networking.k8s.io', ['ingresses']],
  ['rbac.authorization.k8s.io', ['roles', 'rolebindings']],
  ['coordination.k8s.io', ['leases']],
];
const seen: readonly (readonly [string, readonly string[]])[] = [
  ['', ['pods']],
  ['apps', ['replicasets']],
  ['discovery.k8s.io', ['endpointslices']],
];

/** Everything that ccp does on a cluster for the environment in `namespace`. */
export function neededRights(namespace: string): Right[] {
  const each = (groups: typeof owned, verbs: readonly Right['verb'][]): Right[] =>
    groups.flatMap(([group, resources]) => resources.flatMap((resource) => verbs.map((verb): Right => ({ verb, group, resource, namespace }))));
  const whole = (resource: string, ...verbs: Right['verb'][]): Right[] => verbs.map((verb) => ({ verb, group: '', resource }));
  return [...whole('nodes', 'list', 'patch'), ...whole('namespaces', 'get', 'create', 'delete'), ...each(owned, ['get', 'list', 'create', 'patch', 'delete']), ...each(seen, ['list', 'watch']), { verb: 'get', group: '', resource: 'pods/log', namespace }];
}

/** The needed rights that the user of the kubeconfig does not have, as `verb resource`. */
export async function missingRights(cluster: ClusterApi, namespace: string): Promise<string[]> {
  const answers = await Promise.all(neededRights(namespace).map(async (right) => [right, await cluster.may(right)] as const));
  return answers.filter(([, allowed]) => !allowed).map(([{ verb, group, resource }]) => `${verb} ${group === '' ? resource : `${resource}.${group}`}`);
}
