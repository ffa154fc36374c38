import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Addresses of this host. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
}

/**
 * Whether this host has an address in one of the subnets (`10.0.0.0/24`): then it must reach what is in them. A host elsewhere may reach them through
 * routers, or not: nobody promised it. `own`: default, the addresses of this host.
 */
export function isInside(subnets: readonly string[], own: readonly string[] = ownAddresses()): boolean {
  const inside = new BlockList();
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/');
    inside.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return own.some((address) => inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'));
}
