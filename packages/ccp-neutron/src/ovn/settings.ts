import { isIP } from 'node:net';
import type { NetworkServerEndpoint } from 'ccp-core';
import type { NeutronConfig } from '../server/config.ts';

/**
 * What makes Neutron's processes use ML2 with OVN. Routers, DHCP and security groups are OVN's, so there are no agents to call: no
 * RPC worker runs.
 */
export function ovnOptions(config: NeutronConfig): NetworkServerEndpoint['options'] {
  return {
    DEFAULT: { core_plugin: 'ml2', service_plugins: config.servicePlugins.join(','), rpc_workers: '0', rpc_state_report_workers: '0', global_physnet_mtu: String(config.mtu) },
    ml2: {
      type_drivers: 'local,flat,vlan,geneve',
      project_network_types: config.projectNetworkTypes.join(','),
      mechanism_drivers: 'ovn',
      extension_drivers: 'port_security,qos',
      ...listed('physical_network_mtus', Object.entries(config.physicalNetworkMtus).map(([network, mtu]) => `${network}:${mtu}`)),
    },
    ml2_type_flat: { flat_networks: '*' },
    ml2_type_vlan: listed('network_vlan_ranges', vlanRanges(config)),
    // The header that OVN puts before each frame takes 38 bytes of the MTU, with that of Ethernet and IPv4 58.
    ml2_type_geneve: { vni_ranges: '1:65536', max_header_size: '38' },
    securitygroup: { enable_security_group: 'true' },
    ovn: {
      ovn_l3_scheduler: 'leastloaded',
      enable_distributed_floating_ip: String(config.distributedFloatingIps),
      // Off by default; networks made without it never get a port for metadata.
      ovn_metadata_enabled: 'true',
      dns_servers: nameServers(config.dnsServers).join(','),
    },
  };
}

/** For a version of IP without a name server its "any" address, which makes Neutron tell guests none; else it tells those of its own pod, which are inside the cluster. */
function nameServers(declared: readonly string[]): string[] {
  const none = [[4, '0.0.0.0'], [6, '::']] as const;
  return [...declared, ...none.flatMap(([version, any]) => (declared.some((address) => isIP(address) === version) ? [] : [any]))];
}

/** A physical network without a range is for administrators alone, of whom the external network is; Neutron refuses VLANs on one that is not named at all. */
function vlanRanges({ vlanRanges: declared, bootstrap: { external } }: NeutronConfig): string[] {
  const ownVlan = external.enabled && external.vlan !== undefined ? { [external.physicalNetwork]: [] } : {};
  return Object.entries({ ...ownVlan, ...declared }).flatMap(([network, ranges]) => (ranges.length === 0 ? [network] : ranges.map((range) => `${network}:${range}`)));
}

/** An option that is a list; none where it would be empty. */
function listed(option: string, values: readonly string[]): Record<string, string> {
  return values.length === 0 ? {} : { [option]: values.join(',') };
}
