import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from '../engine/cluster-contract.ts';
import { environmentLabel, type ServiceModel } from '../render/index.ts';
import { listEverywhere } from './list-everywhere.ts';

/** What of a Service is looked at. */
interface ServiceSpec {
  readonly ports?: readonly { readonly nodePort?: number }[];
}

/**
 * Faults (CONFIG_INVALID): node ports that Services outside the environment's namespace hold; a cluster has each only once. None
 * where the account may not list the Services of all namespaces: the server then refuses at the deploy.
 */
export async function foreignNodePorts(cluster: ClusterApi | undefined, namespace: string, models: readonly Pick<ServiceModel, 'owner' | 'nodePorts'>[]): Promise<CcpError[]> {
  if (cluster === undefined || models.every(({ nodePorts }) => nodePorts.size === 0)) return [];
  const services = await listEverywhere(cluster, 'Service');
  const holders = holdersByPort(services.filter(({ metadata }) => metadata.namespace !== namespace));
  return models.flatMap(({ owner, nodePorts }) => [...nodePorts].flatMap(([name, port]) => clash(owner.service, name, port, holders.get(port))));
}

function holdersByPort(services: readonly LiveObject[]): Map<number, LiveObject> {
  const pairs = services.flatMap((service) => ((service['spec'] as ServiceSpec | undefined)?.ports ?? []).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [[nodePort, service] as const])));
  return new Map(pairs);
}

function clash(service: string, name: string, port: number, holder: LiveObject | undefined): CcpError[] {
  if (holder === undefined) return [];
  const { metadata } = holder;
  const environment = metadata.labels?.[environmentLabel];
  const whose = environment === undefined ? '' : ` of the environment "${environment}"`;
  return [
    new CcpError('CONFIG_INVALID', `${service} wants the node port ${port} (port "${name}"), which Service ${metadata.namespace}/${metadata.name}${whose} has on the same cluster`, {
      where: { object: 'endpoints.nodePortOffset' },
      hint: `Set endpoints.nodePortOffset to another number for this environment, for example --set endpoints.nodePortOffset=100.`,
    }),
  ];
}
