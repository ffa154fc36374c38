/** An IPv4 network. Addresses are numbers of 32 bits. */
export interface Subnet {
  readonly base: number;
  readonly prefix: number;
}

/** Reads `a.b.c.d/prefix` with a prefix of 16 to 26 and no host bits; undefined when it is anything else. */
export function parseSubnet(text: string): Subnet | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((byte) => byte > 255) || prefix < 16 || prefix > 26) return undefined;
  const base = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return base % 2 ** (32 - prefix) === 0 ? { base, prefix } : undefined;
}

/** The address `offset` places after the network's own, dotted. */
export function addressAt(subnet: Subnet, offset: number): string {
  const address = subnet.base + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
