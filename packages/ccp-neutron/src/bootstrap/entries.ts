import { isIPv6 } from 'node:net';
import type { ResourceEntry } from 'ccp-core';
import type { BootstrapConfig } from './config.ts';

/** Tenants may give their networks and routers any name. */
const own = { project_id: '${project}' };

/**
 * What the configuration declares, in the order in which it is made: internal network, external network, router and its legs. Each entry is
 * looked for by what makes it what it is, so that one that was switched on later is added to what is there.
 */
export function bootstrapEntries(config: BootstrapConfig): ResourceEntry[] {
  const { internal, external, router } = config;
  return [
    ...(internal.enabled ? internalNetwork(internal) : []),
    ...(external.enabled ? externalNetwork(external) : []),
    ...(router.enabled ? [routerItself(router.name)] : []),
    ...(router.enabled && internal.enabled ? [interfaceLeg] : []),
    ...(router.enabled && external.enabled ? [gatewayLeg] : []),
  ];
}

function internalNetwork({ name, cidr, shared, dnsServers }: BootstrapConfig['internal']): ResourceEntry[] {
  return [network('internal', name, { shared }), subnet('internal', `${name}-subnet`, { cidr, dns_nameservers: dnsServers })];
}

function externalNetwork({ name, cidr, ...external }: BootstrapConfig['external']): ResourceEntry[] {
  const { physicalNetwork, vlan, gateway, poolStart, poolEnd } = external;
  return [
    network('external', name, {
      'router:external': true,
      'provider:physical_network': physicalNetwork,
      'provider:network_type': vlan === undefined ? 'flat' : 'vlan',
      ...(vlan === undefined ? {} : { 'provider:segmentation_id': vlan }),
    }),
    subnet('external', `${name}-subnet`, {
      cidr,
      enable_dhcp: false,
      ...(gateway === undefined ? {} : { gateway_ip: gateway }),
      ...(poolStart === undefined ? {} : { allocation_pools: [{ start: poolStart, end: poolEnd }] }),
    }),
  ];
}

function network(entry: 'internal' | 'external', name: string, fields: object): ResourceEntry {
  return {
    name: `${entry}-network`,
    type: 'network',
    list: listOf('networks', name),
    plural: 'networks',
    match: { name, ...own, ...(entry === 'external' ? { 'router:external': true } : {}) },
    make: { method: 'POST', path: '/v2.0/networks', body: { network: { name, ...fields } } },
  };
}

function subnet(entry: string, name: string, fields: { readonly cidr: string | undefined; readonly [field: string]: unknown }): ResourceEntry {
  const network_id = `\${${entry}-network}`;
  return {
    name: `${entry}-subnet`,
    type: 'network',
    list: `/v2.0/subnets?network_id=${network_id}`,
    plural: 'subnets',
    match: { network_id, name },
    make: { method: 'POST', path: '/v2.0/subnets', body: { subnet: { name, network_id, ip_version: isIPv6(fields.cidr?.split('/')[0] ?? '') ? 6 : 4, ...fields } } },
  };
}

function routerItself(name: string): ResourceEntry {
  return {
    name: 'router',
    type: 'network',
    list: listOf('routers', name),
    plural: 'routers',
    match: { name, ...own },
    make: { method: 'POST', path: '/v2.0/routers', body: { router: { name } } },
  };
}

function listOf(plural: string, name: string): string {
  return `/v2.0/${plural}?name=${encodeURIComponent(name)}&project_id=${own.project_id}`;
}

/** A leg shows as a port of the router. */
const interfaceLeg: ResourceEntry = {
  name: 'router-interface',
  type: 'network',
  list: '/v2.0/ports?device_id=${router}&network_id=${internal-network}',
  plural: 'ports',
  match: { device_id: '${router}' },
  make: { method: 'PUT', path: '/v2.0/routers/${router}/add_router_interface', body: { subnet_id: '${internal-subnet}' } },
};

const gatewayLeg: ResourceEntry = {
  name: 'router-gateway',
  type: 'network',
  list: '/v2.0/ports?device_id=${router}&device_owner=network:router_gateway',
  plural: 'ports',
  match: { device_id: '${router}' },
  make: { method: 'PUT', path: '/v2.0/routers/${router}', body: { router: { external_gateway_info: { network_id: '${external-network}' } } } },
};
