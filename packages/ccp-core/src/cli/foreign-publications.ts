import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from '../engine/cluster-contract.ts';
import type { Published } from '../plan/publication.ts';
import { environmentLabel } from '../render/index.ts';
import { listEverywhere } from './list-everywhere.ts';

/** What of a Service and of an Ingress is looked at. */
interface ServiceSpec {
  readonly ports?: readonly { readonly nodePort?: number }[];
}
interface IngressSpec {
  readonly rules?: readonly { readonly host?: string }[];
}

/** One way of publishing, of which a cluster has each value only once. */
interface Way {
  readonly apiVersion: string;
  readonly kind: string;
  readonly key: 'nodePorts' | 'hosts';
  /** What it is called, and what moves it. */
  readonly name: string;
  readonly setting: string;
  readonly hint: string;
  heldBy(spec: unknown): readonly (string | number | undefined)[];
}

const ways: readonly Way[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    key: 'nodePorts',
    name: 'node port',
    setting: 'endpoints.nodePortOffset',
    hint: 'Set endpoints.nodePortOffset to another number for this environment, for example --set endpoints.nodePortOffset=100.',
    heldBy: (spec) => ((spec as ServiceSpec).ports ?? []).map(({ nodePort }) => nodePort),
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    key: 'hosts',
    name: 'host name',
    setting: 'endpoints.ingress.domain',
    hint: 'Set endpoints.ingress.domain to another domain for this environment.',
    heldBy: (spec) => ((spec as IngressSpec).rules ?? []).map(({ host }) => host),
  },
];

/**
 * Faults (CONFIG_INVALID): node ports and host names that Services and Ingresses outside the environment's namespace hold. None where the
 * account may not list those of all namespaces: a node port is then refused by the server at the deploy.
 */
export async function foreignPublications(cluster: ClusterApi | undefined, namespace: string, models: readonly Published[]): Promise<CcpError[]> {
  if (cluster === undefined) return [];
  const used = ways.filter(({ key }) => models.some((model) => model[key].size > 0));
  return (await Promise.all(used.map((way) => clashesOf(way, cluster, namespace, models)))).flat();
}

async function clashesOf(way: Way, cluster: ClusterApi, namespace: string, models: readonly Published[]): Promise<CcpError[]> {
  const objects = await listEverywhere(cluster, way.apiVersion, way.kind);
  const foreign = objects.filter(({ metadata }) => metadata.namespace !== namespace);
  const holders = new Map(foreign.flatMap((object) => way.heldBy(object['spec'] ?? {}).map((value) => [value, object] as const)));
  return models.flatMap(({ owner, [way.key]: wanted }) => [...wanted].flatMap(([port, value]) => clash(way, `${owner.service} wants the ${way.name} ${value} (port "${port}")`, holders.get(value))));
}

function clash({ setting, hint }: Way, wish: string, holder: LiveObject | undefined): CcpError[] {
  if (holder === undefined) return [];
  const { kind, metadata } = holder;
  const environment = metadata.labels?.[environmentLabel];
  const whose = environment === undefined ? '' : ` of the environment "${environment}"`;
  return [new CcpError('CONFIG_INVALID', `${wish}, which ${kind} ${metadata.namespace}/${metadata.name}${whose} has on the same cluster`, { where: { object: setting }, hint })];
}
