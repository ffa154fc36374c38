import { isIP } from 'node:net';
import { defineConfig } from 'ccp-core';
import { z } from 'zod';
import { bootstrapSchema } from '../bootstrap/config.ts';

const physicalNetwork = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'letters, digits, "_" and "-"');
const vlanRange = z.string().regex(/^\d{1,4}:\d{1,4}$/, 'first and last VLAN, for example 100:199');
const word = z.string().regex(/^[a-z][a-z0-9_-]*$/, 'the name of a plug-in');

const schema = z.strictObject({
  port: z.int().min(1024).max(65535).default(9696).describe('TCP port of the API.'),
  processes: z.int().min(1).max(64).default(2).describe('Worker processes of the API; each takes about 190 MiB.'),
  mtu: z.int().min(576).max(65_535).default(1500).describe('MTU of the network between nodes; that of networks in tunnels is 58 less.'),
  physicalNetworkMtus: z.record(physicalNetwork, z.int().min(68).max(65_535)).default({}).describe('MTU of physical networks where it is another one.'),
  projectNetworkTypes: z.array(z.enum(['geneve', 'vlan'])).min(1).default(['geneve']).describe('What networks of projects are made of; later ones when earlier ones are used up.'),
  vlanRanges: z.record(physicalNetwork, z.array(vlanRange)).default({}).describe('VLANs of each physical network that networks of projects may take (may be none); an administrator may use any VLAN of a network that stands here.'),
  distributedFloatingIps: z.boolean().default(true).describe('The node of an instance answers for its floating IP; else the gateway node of the router does. Needs the physical network on every compute node.'),
  dnsServers: z
    .array(z.string().refine((text) => isIP(text) !== 0, 'an IP address'))
    .default([])
    .describe('Name servers of guests whose subnet names none; for guests to resolve names, there or here must be one that they reach. Default: none, guests are told of none.'),
  servicePlugins: z.array(word).min(1).default(['ovn-router', 'qos']).describe('Plug-ins beside ML2.'),
  bootstrap: bootstrapSchema.describe('Networks that are made when they are absent.'),
  debug: z.boolean().default(false).describe('Log at level DEBUG. May show request bodies; not for production.'),
});

/** Configuration of the service `neutron`. */
export type NeutronConfig = z.infer<typeof schema>;

/** Schema of {@link NeutronConfig}. */
export const neutronConfig = defineConfig(schema);
