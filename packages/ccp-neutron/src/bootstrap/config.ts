import { isIP } from 'node:net';
import { z } from 'zod';

/** A name of something in the cloud; `$` would begin a reference. */
const name = z.string().regex(/^[^\s$&=?/#%"\\][^$&=?/#%"\\]{0,63}$/, 'at most 64 letters, without $ & = ? / # % " and \\');
const address = z.string().refine((text) => isIP(text) !== 0, 'an IP address');
const cidr = z.string().refine(isCidr, 'an address and the length of its prefix, for example 10.50.0.0/24');

const internal = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Make it.'),
    name: name.default('int-net').describe('Name of the network and, with `-subnet` behind it, of its subnet.'),
    cidr: cidr.default('10.50.0.0/24').describe('Addresses of the subnet.'),
    dnsServers: z.array(address).default([]).describe('Name servers of its guests. Default: as `dnsServers` says.'),
    shared: z.boolean().default(false).describe('All projects may use it; else that of the administrator.'),
  })
  .prefault({});

const external = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Make it; `cidr` is then needed.'),
    name: name.default('ext-net').describe('Name of the network and, with `-subnet` behind it, of its subnet.'),
    physicalNetwork: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/).default('public').describe('Physical network; nodes are connected to it by `ovn-controller`.'),
    vlan: z.int().min(1).max(4094).optional().describe('VLAN on the physical network, which `vlanRanges` need not name. Default: none, untagged.'),
    cidr: cidr.optional().describe('Addresses of the subnet.'),
    gateway: address.optional().describe('Router of the physical network. Default: the first address of `cidr`.'),
    poolStart: address.optional().describe('First address for routers and floating IPs. Default: that after the gateway.'),
    poolEnd: address.optional().describe('Last address for routers and floating IPs. Default: the last of `cidr`.'),
  })
  .refine(({ enabled, cidr: given }) => !enabled || given !== undefined, { path: ['cidr'], message: 'needed where the external network is enabled' })
  .refine(({ poolStart, poolEnd }) => (poolStart === undefined) === (poolEnd === undefined), { path: ['poolEnd'], message: 'poolStart and poolEnd belong together' })
  .prefault({});

const router = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Make it, with a leg in each of the two networks that is enabled.'),
    name: name.default('router').describe('Name of the router.'),
  })
  .prefault({});

/** Networks that are made when they are absent, and never changed. */
export const bootstrapSchema = z.strictObject({ internal, external, router }).prefault({});

/** See {@link bootstrapSchema}. */
export type BootstrapConfig = z.infer<typeof bootstrapSchema>;

function isCidr(text: string): boolean {
  const [host = '', length = '', ...more] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(host)] ?? -1;
  return more.length === 0 && /^\d+$/.test(length) && Number(length) <= bits;
}
