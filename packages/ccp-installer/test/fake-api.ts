import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A key and a certificate for 127.0.0.1 that live as long as the tests of one file. */
const identity = makeIdentity();

function makeIdentity(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fake-api-key-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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
  private readonly server = createServer(identity, (request, response) => void this.answer(request, response));

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    api.server.listen(0, '127.0.0.1');
    await once(api.server, 'listening');
    return api;
  }

  get kubeconfig(): string {
    return fakeKubeconfig(`https://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once((this.server as Server).close(), 'close');
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
