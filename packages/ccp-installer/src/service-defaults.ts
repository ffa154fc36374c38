import { settingsSchema } from './settings.ts';
import { addressAt, parseSubnet } from './cluster/subnet.ts';

/** Name of the physical network that the second network of the nodes is to Neutron. */
const physicalNetwork = 'public';

/** Places of the external subnet that are guests': above nodes and gateway, within the first 256 addresses. */
const pool = { first: 100, last: 250 };
/** A subnet of 64 addresses has fewer. */
const smallPool = { first: 32, last: 62 };

/** What services of a cloud on the local cluster are told of it: that its second network is the external one. */
export function serviceDefaults(section: unknown): Record<string, Record<string, unknown>> {
  const { externalSubnet } = settingsSchema.parse(section);
  const subnet = externalSubnet === null ? undefined : parseSubnet(externalSubnet);
  if (subnet === undefined) return {};
  const { first, last } = subnet.prefix > 24 ? smallPool : pool;
  const external = { enabled: true, physicalNetwork, cidr: externalSubnet, gateway: addressAt(subnet, 1), poolStart: addressAt(subnet, first), poolEnd: addressAt(subnet, last) };
  return {
    neutron: { bootstrap: { external } },
    'ovn-controller': { physicalNetworks: { [physicalNetwork]: { bridge: 'br-ex', interface: 'eth1', takeAddress: true } } },
  };
}
