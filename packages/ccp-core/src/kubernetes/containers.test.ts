import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import { connectCluster } from './connect.ts';

/** Importing the client takes seconds on a busy machine. */
const limit = 60_000;
const never = new AbortController().signal;
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function connectTo(answer: RequestListener): Promise<ClusterApi> {
  const listening = (server = createServer(answer));
  await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'ccp-test-'));
  const kubeconfig = join(folder, 'config');
  const named = { name: 'x', cluster: { server: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, 'insecure-skip-tls-verify': true }, context: { cluster: 'x', user: 'x' }, user: {} };
  await writeFile(kubeconfig, stringify({ apiVersion: 'v1', kind: 'Config', clusters: [named], contexts: [named], users: [named], 'current-context': 'x' }));
  const cluster = await connectCluster({ kubeconfig });
  await rm(folder, { recursive: true });
  return cluster;
}

describe('following a log', () => {
  test('gives whole lines as they come, and ends with the container', async () => {
    const cluster = await connectTo((request, response) => {
      expect(request.url).toBe('/api/v1/namespaces/ns/pods/p/log?container=c&follow=true');
      response.write('one\ntw');
      setImmediate(() => response.end('o\nthree'));
    });
    const lines: string[] = [];
    await cluster.followLog('ns', 'p', 'c', (line) => lines.push(line), never);
    expect(lines).toEqual(['one', 'two', 'three']);
  }, limit);

  test('stops when it is told to', async () => {
    const cluster = await connectTo((_, response) => void response.write('one\n'));
    const stop = new AbortController();
    await cluster.followLog('ns', 'p', 'c', () => stop.abort(), stop.signal);
    expect(stop.signal.aborted).toBe(true);
  }, limit);

  test.each([400, 404])('a container without a log (%d) has no lines', async (status) => {
    const cluster = await connectTo((_, response) => response.writeHead(status).end('{}'));
    await cluster.followLog('ns', 'p', 'c', () => expect(true).toBe(false), never);
  }, limit);

  test('a missing right is told', async () => {
    const cluster = await connectTo((_, response) => response.writeHead(403).end('{"message":"pods/log is forbidden"}'));
    await expect(cluster.followLog('ns', 'p', 'c', () => undefined, never)).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN', message: expect.stringContaining('pods/log is forbidden') as unknown });
  }, limit);
});

describe('a command in a container', () => {
  test.each([404, 500])('that does not run (%d) has the exit code -1', async (status) => {
    const cluster = await connectTo((_, response) => void response.end());
    server?.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`));
    expect(await cluster.exec('ns', 'p', 'c', ['true'])).toMatchObject({ exitCode: -1, stdout: '' });
  }, limit);

  test('without the right to it is told', async () => {
    const cluster = await connectTo((_, response) => void response.end());
    server?.on('upgrade', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'));
    await expect(cluster.exec('ns', 'p', 'c', ['true'])).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
  }, limit);
});
