import { CcpError, type ToolContext } from 'ccp-core';
import { z } from 'zod';
import { nodeLimit } from './cluster/node-set.ts';
import { parseSubnet } from './cluster/subnet.ts';

const port = z.int().min(1024).max(65535);
const subnet = z.string().refine((text) => parseSubnet(text) !== undefined, 'an IPv4 network with a prefix of 16 to 26, for example 172.31.80.0/24');
const label = /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/;

/** Section `installer` of `ccp.yaml`. */
export const settingsSchema = z.strictObject({
  name: z.string().regex(label, 'lower case letters, digits and `-`').optional().describe('Name of the cluster and prefix of its containers; environments that name the same one share it. Default: `ccp-<environment>`.'),
  subnet: subnet.default('172.31.80.0/24').describe('Network of the node containers; two clusters on one engine need different ones.'),
  externalSubnet: subnet
    .nullable()
    .default('172.30.80.0/24')
    .describe('Second network of the node containers, which guests are reached in from outside: the addresses .100 to .250 are theirs (.32 to .62 of one with 64). null: none.'),
  apiPort: port.default(16443).describe("Port of the Kubernetes API on the host's loopback."),
  registryPort: port.default(15000).describe("Port of the cluster's registry on the host's loopback."),
  nodes: z
    .int()
    .min(1)
    .max(nodeLimit)
    .optional()
    .describe('Number of node containers that the cluster has at least: one control plane that also works, the others workers. Default: those that exist, else 1. Fewer are made by `ccp cluster up --nodes` or `remove-node` only.'),
  volumesPerNode: z.int().min(0).max(100).default(8).describe('Persistent volumes that each node offers at any time.'),
  unsafeNoFsync: z.boolean().default(false).describe('Lets etcd skip fsync. Only for tests: a power cut may lose the cluster.'),
});

/** Settings of the local cluster, with every default filled in. */
export type Settings = z.output<typeof settingsSchema> & { readonly name: string };

/** Reads the section. Throws CONFIG_INVALID with every fault. */
export function readSettings(context: Pick<ToolContext, 'section' | 'environment'>): Settings {
  const parsed = settingsSchema.safeParse(context.section ?? {});
  if (!parsed.success) {
    throw new CcpError('CONFIG_INVALID', 'The section `installer` of ccp.yaml is not valid.', {
      evidence: parsed.error.issues.map((issue) => `installer.${issue.path.join('.')}: ${issue.message}`),
      hint: 'The keys of the section are listed in the README of ccp-installer.',
    });
  }
  return { ...parsed.data, name: parsed.data.name ?? defaultName(context) };
}

/** Name of a cluster that belongs to one environment alone. */
export function defaultName({ environment }: Pick<ToolContext, 'environment'>): string {
  return `ccp-${environment.name}`;
}
