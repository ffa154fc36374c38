import type { Configuration } from '../config/index.ts';
import type { PortSpec } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';

/** How ports of one service are reached from outside of the cluster, by port name; each in one way at most. */
export interface Publication {
  /** Node port, offset added. */
  readonly nodePorts: ReadonlyMap<string, number>;
  /** Host name of the Ingress. */
  readonly hosts: ReadonlyMap<string, string>;
}

/** Publication of a service. */
export interface Published extends Publication {
  readonly owner: { readonly service: string };
}

/** The publication of ports: by host names where `endpoints.ingress` is enabled and the port declares one, else by node ports. */
export function publicationOf(ports: Readonly<Record<string, PortSpec>>, { core: { endpoints } }: Configuration): Publication {
  const { enabled, domain } = endpoints.ingress;
  const nodePorts = new Map<string, number>();
  const hosts = new Map<string, string>();
  for (const [name, { nodePort, ingress }] of Object.entries(ports)) {
    if (enabled && domain !== undefined && ingress !== undefined) hosts.set(name, `${ingress}.${domain}`);
    else if (nodePort !== undefined) nodePorts.set(name, nodePort + endpoints.nodePortOffset);
  }
  return { nodePorts, hosts };
}

/** Public URLs by port name, without a slash at the end. `publicHost`: host of node ports. */
export function publicUrls({ nodePorts, hosts }: Publication, { core: { endpoints } }: Configuration, publicHost: string): ReadonlyMap<string, string> {
  const { scheme, port } = endpoints.ingress;
  // A default port in the URL would make it another one for clients that compare.
  const suffix = port === undefined || port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
  return new Map([...[...nodePorts].map(([name, nodePort]) => [name, `http://${publicHost}:${nodePort}`] as const), ...[...hosts].map(([name, host]) => [name, `${scheme}://${host}${suffix}`] as const)]);
}

/** Faults (CATALOG_INVALID): node ports and host names that more than one port of the environment wants. */
export function checkPublications(services: readonly Published[]): CcpError[] {
  const nodePorts = sharers(services, 'nodePorts').map(([port, names]) => clash(`node port ${port}`, names, 'Give one of them another nodePort.'));
  const hosts = sharers(services, 'hosts').map(([host, names]) => clash(`the host name ${host}`, names, 'Give one of them another name in services.<name>.ingress.'));
  return [...nodePorts, ...hosts];
}

function sharers(services: readonly Published[], key: 'nodePorts' | 'hosts'): [string | number, string[]][] {
  const users = new Map<string | number, string[]>();
  for (const { owner, [key]: published } of services) {
    for (const [name, value] of published) users.set(value, [...(users.get(value) ?? []), `${owner.service} (port "${name}")`]);
  }
  return [...users].filter(([, names]) => names.length > 1);
}

function clash(what: string, names: readonly string[], hint: string): CcpError {
  return new CcpError('CATALOG_INVALID', `${what} is wanted by ${names.join(' and ')}`, { where: { object: names.join(', ') }, hint });
}
