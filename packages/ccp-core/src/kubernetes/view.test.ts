import { afterEach, describe, expect, test } from '@jest/globals';
import type { RequestListener, Server } from 'node:http';
import { connectTo as connectToServer } from '../../test/kube-server.ts';
import type { ClusterApi, ClusterView } from '../engine/cluster-contract.ts';

let server: Server | undefined;
let view: ClusterView | undefined;
const never = new AbortController().signal;

async function connectTo(answer: RequestListener): Promise<ClusterApi> {
  const connected = await connectToServer(answer);
  server = connected.server;
  return connected.cluster;
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
