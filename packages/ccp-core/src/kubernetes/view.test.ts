import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ClusterApi, ClusterView } from '../engine/cluster-contract.ts';
import { connectCluster } from './connect.ts';

let server: Server | undefined;
let view: ClusterView | undefined;
const never = new AbortController().signal;

async function connectTo(answer: RequestListener): Promise<ClusterApi> {
  const listening = (server = createServer(answer));
  await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  const kubeconfig = join(folder, 'config');
  const named = { name: 'x', cluster: { server: url, 'insecure-skip-tls-verify': true }, context: { cluster: 'x', user: 'x' }, user: {} };
  await writeFile(kubeconfig, stringify({ apiVersion: 'v1', kind: 'Config', clusters: [named], contexts: [named], users: [named], 'current-context': 'x' }));
  const cluster = await connectCluster({ kubeconfig });
  await rm(folder, { recursive: true });
  return cluster;
}

const refuse = (message: string): [number, string] => [403, JSON.stringify({ kind: 'Status', message, code: 403 })];
const emptyList = JSON.stringify({ metadata: { resourceVersion: '5' }, items: [] });

afterEach(() => {
  view?.close();
  server?.closeAllConnections();
  server?.close();
  view = undefined;
});

describe('view', () => {
  test('a right that is missing is told at once', async () => {
    const cluster = await connectTo((request, response) => {
      const [status, body] = request.url?.includes('/jobs') === true ? refuse('jobs.batch is forbidden') : [200, emptyList];
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await expect(cluster.view('ns')).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN', message: expect.stringContaining('jobs.batch is forbidden') as unknown });
  });

  test('a right that is lost ends the wait, and every later one', async () => {
    let podWatches = 0;
    let endWatch = (): void => undefined;
    const cluster = await connectTo((request, response) => {
      const isPodWatch = request.url?.includes('/pods?watch=') === true;
      if (isPodWatch && ++podWatches > 1) return void response.writeHead(403).end('{}');
      response.writeHead(200, { 'content-type': 'application/json' });
      if (request.url?.includes('watch=') !== true) return void response.end(emptyList);
      if (isPodWatch) endWatch = () => void response.end();
      return response.flushHeaders();
    });
    view = await cluster.view('ns');
    const waiting = expect(view.changed(60_000, never)).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
    endWatch();
    await waiting;
    await expect(view.changed(60_000, never)).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
  });
});
