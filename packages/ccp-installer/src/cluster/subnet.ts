import { isIPv4 } from 'node:net';

/** An IPv4 network. Addresses are numbers of 32 bits. */
export interface Subnet {
  readonly base: number;
  readonly prefix: number;
}

/** Reads `a.b.c.d/prefix` with a prefix of 16 to 26 and no host bits; undefined when it is anything else. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const prefix = Number(length);
  if (rest.length > 0 || !isIPv4(address) || !/^\d\d$/.test(length) || prefix < 16 || prefix > 26) return undefined;
  const base = address.split('.').reduce((value, byte) => value * 256 + Number(byte), 0);
  return base % 2 ** (32 - prefix) === 0 ? { base, prefix } : undefined;
}

/** The address `offset` places after the network's own, dotted. */
export function addressAt(subnet: Subnet, offset: number): string {
  const address = subnet.base + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
