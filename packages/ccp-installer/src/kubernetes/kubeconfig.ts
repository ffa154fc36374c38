import { CcpError } from 'ccp-core';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const kubeconfigSchema = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: z.looseObject({ server: z.string(), 'certificate-authority-data': z.string() }) })).min(1),
  users: z.array(z.looseObject({ user: z.looseObject({ 'client-certificate-data': z.string(), 'client-key-data': z.string() }) })).min(1),
});

/** How to talk to an API server: certificates are PEM. */
export interface ApiAccess {
  readonly server: string;
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

function parseKubeconfig(text: string): z.output<typeof kubeconfigSchema> {
  const parsed = kubeconfigSchema.safeParse(parse(text));
  if (!parsed.success) throw new CcpError('CLUSTER_FAILED', 'The kubeconfig of the cluster cannot be read.', { cause: parsed.error });
  return parsed.data;
}

/** Pure: the same kubeconfig for use on the host, where the API server is published on `port` of the loopback. */
export function rewriteServer(text: string, port: number): string {
  const config = parseKubeconfig(text);
  const clusters = config.clusters.map((entry) => ({ ...entry, cluster: { ...entry.cluster, server: `https://127.0.0.1:${port}` } }));
  return stringify({ ...config, clusters }, { lineWidth: 0 });
}

/** Pure: what the first cluster and the first user of a kubeconfig say. Throws CLUSTER_FAILED when they are incomplete. */
export function readAccess(text: string): ApiAccess {
  const { clusters, users } = parseKubeconfig(text);
  const cluster = clusters[0]?.cluster;
  const user = users[0]?.user;
  if (cluster === undefined || user === undefined) throw new Error('the schema demands one of each');
  return {
    server: cluster.server,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    cert: Buffer.from(user['client-certificate-data'], 'base64'),
    key: Buffer.from(user['client-key-data'], 'base64'),
  };
}

/** Pure: the certificate authority of the first cluster of a kubeconfig, base64 of PEM as it stands there. */
export function certificateAuthority(text: string): string {
  return readAccess(text).ca.toString('base64');
}
