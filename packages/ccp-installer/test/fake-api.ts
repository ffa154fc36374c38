import { loopbackIdentity, serveLoopback, type LoopbackServer } from 'ccp-core/testing';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';

/** A key and a certificate for 127.0.0.1 that live as long as the tests of one file. */
const identity = loopbackIdentity();

/** The administrator's kubeconfig of a cluster whose API server is `server`. */
export function fakeKubeconfig(server: string): string {
  const base64 = (pem: string): string => Buffer.from(pem).toString('base64');
  return stringify({
    clusters: [{ name: 'dev', cluster: { server, 'certificate-authority-data': base64(identity.cert) } }],
    users: [{ name: 'admin', user: { 'client-certificate-data': base64(identity.cert), 'client-key-data': base64(identity.key) } }],
  });
}

/** A Kubernetes API on loopback: lists by path, and what was asked to change. */
export class FakeApi {
  readonly lists = new Map<string, unknown[]>();
  /** Every request that is no GET: method and path, in order. */
  readonly changes: string[] = [];
  /** The last body that was sent by path. */
  readonly bodies = new Map<string, unknown>();
  private server!: LoopbackServer;

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    api.server = await serveLoopback(identity, (request, response) => void api.answer(request, response));
    return api;
  }

  get kubeconfig(): string {
    return fakeKubeconfig(`https://127.0.0.1:${this.server.port}`);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const { pathname } = new URL(url, 'https://api');
    const sent = await text(request);
    if (sent !== '') this.bodies.set(pathname, JSON.parse(sent));
    if (method === 'GET') {
      response.end(JSON.stringify({ items: this.lists.get(pathname) ?? [] }));
      return;
    }
    this.changes.push(`${method} ${decodeURIComponent(url)}`);
    response.end('{}');
  }
}
