import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ClusterApi } from '../src/engine/cluster-contract.ts';
import { connectCluster } from '../src/kubernetes/connect.ts';

/** Starts an API server on the loopback that answers with `answer`, and connects to it; the caller closes the server. */
export async function connectTo(answer: RequestListener): Promise<{ cluster: ClusterApi; server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  const kubeconfig = join(folder, 'config');
  const named = { name: 'x', cluster: { server: url, 'insecure-skip-tls-verify': true }, context: { cluster: 'x', user: 'x' }, user: {} };
  await writeFile(kubeconfig, stringify({ apiVersion: 'v1', kind: 'Config', clusters: [named], contexts: [named], users: [named], 'current-context': 'x' }));
  const cluster = await connectCluster({ kubeconfig });
  await rm(folder, { recursive: true });
  return { cluster, server };
}
