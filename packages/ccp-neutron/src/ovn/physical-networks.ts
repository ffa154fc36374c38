import { z } from 'zod';

/** What goes into a line of the list that nodes read. */
const device = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/, 'the name of a network device, at most 15 characters');
const network = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'letters, digits, "_" and "-"');

/** A pattern of whole node names, as an extended regular expression of POSIX. */
export const nodePattern = z.string().regex(/^\S+$/, 'a regular expression without blanks').refine(isPattern, 'not a regular expression');

const onNodes = z.strictObject({
  connected: z.boolean().default(true).describe('Whether these nodes have the network.'),
  bridge: device.optional().describe('Bridge on these nodes.'),
  interface: device.optional().describe('Interface on these nodes.'),
  takeAddress: z.boolean().optional().describe('As above, on these nodes.'),
});

const physicalNetwork = z.strictObject({
  bridge: device.describe('Bridge that nodes get for it, for example br-ex.'),
  interface: device.optional().describe('Interface of the node that is put into the bridge. Default: none, somebody else fills the bridge.'),
  takeAddress: z.boolean().default(false).describe('Take addresses away from the interface; they would no longer answer. Without it an interface that has one is refused.'),
  nodes: z.record(nodePattern, onNodes).default({}).describe('What is different on some nodes, by a regular expression of the whole node name; the first that fits counts.'),
});

/** Physical networks that nodes are connected to, by the name under which Neutron knows them. */
export const physicalNetworksSchema = z.record(network, physicalNetwork).default({});

/** See {@link physicalNetworksSchema}. */
export type PhysicalNetworks = z.infer<typeof physicalNetworksSchema>;

/** The list as `provider-networks` reads it: what is special for some nodes before what is true for the others. */
export function physicalNetworksList(networks: PhysicalNetworks): string {
  return Object.entries(networks)
    .flatMap(([name, { nodes, ...usual }]) => [
      ...Object.entries(nodes).map(([pattern, { connected, ...special }]) => (connected ? line(name, { ...usual, ...defined(special) }, pattern) : `${name} - - keep ${pattern}`)),
      line(name, usual, '.*'),
    ])
    .map((text) => `${text}\n`)
    .join('');
}

function line(name: string, { bridge, interface: device = '-', takeAddress }: { bridge: string; interface?: string | undefined; takeAddress: boolean }, pattern: string): string {
  return `${name} ${bridge} ${device} ${takeAddress ? 'take' : 'keep'} ${pattern}`;
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
