import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';

/** A container of the fake engine, as far as the tests look at it. */
export interface FakeContainer {
  readonly labels?: Readonly<Record<string, string>>;
  readonly running?: boolean;
  /** Whether kubeadm has finished there. */
  readonly joined?: boolean;
  /** Host port by container port. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Address by network. */
  readonly networks?: Readonly<Record<string, string>>;
  readonly log?: string;
}

/** A network of the fake engine. */
export interface FakeNetwork {
  readonly labels?: Readonly<Record<string, string>>;
  readonly subnet: string;
}

/** A Docker engine on a socket of its own that knows containers, volumes and networks by name, and keeps what was asked to change. */
export class FakeEngine {
  readonly containers = new Map<string, FakeContainer>();
  readonly volumes = new Map<string, Readonly<Record<string, string>>>();
  readonly networks = new Map<string, FakeNetwork>();
  /** Every request that is no GET: method, path, and the name that it creates. */
  readonly changes: string[] = [];
  /** The last body that was sent by path. */
  readonly bodies = new Map<string, unknown>();

  readonly docker: Docker;
  /** As a value of DOCKER_HOST. */
  readonly host: string;
  private readonly folder: string;
  private readonly server: Server;

  private constructor(folder: string, server: Server, socketPath: string) {
    this.docker = new Docker({ socketPath });
    this.host = `unix://${socketPath}`;
    this.folder = folder;
    this.server = server;
  }

  static async start(): Promise<FakeEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'fake-engine-'));
    const socketPath = join(folder, 'engine.sock');
    const server = createServer();
    const engine = new FakeEngine(folder, server, socketPath);
    server.on('request', (request, response) => void engine.answer(request, response));
    server.listen(socketPath);
    await once(server, 'listening');
    return engine;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await rm(this.folder, { recursive: true });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const { pathname, searchParams } = new URL(url, 'http://engine');
    const sent = JSON.parse((await text(request)) || '{}') as { Name?: string };
    this.bodies.set(pathname, sent);
    const made = searchParams.get('name') ?? sent.Name ?? '';
    if (method !== 'GET' && method !== 'HEAD') this.changes.push(`${method} ${pathname} ${made}`.trim());
    const [status, body] = this.reply(method, pathname, made === '' ? labelIn(searchParams.get('filters')) : made);
    // What a question for a file in a container is answered with.
    response.setHeader('x-docker-container-path-stat', 'e30=');
    response.writeHead(status, { 'content-type': 'application/json' }).end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
  }

  private reply(method: string, pathname: string, made: string): [status: number, body: unknown] {
    const [, kind = '', name = '', what = ''] = pathname.split('/');
    if (kind === 'containers') return this.replyContainer(method, name, what, made);
    if (kind === 'volumes') return this.replyVolume(method, name);
    if (kind === 'networks') return this.replyNetwork(method, name);
    return absent;
  }

  private replyContainer(method: string, name: string, what: string, made: string): [status: number, body: unknown] {
    if (name === 'json') return [200, [...this.containers].filter(([, { labels }]) => bears(labels, made)).map(([key, container]) => listed(key, container))];
    if (name === 'create') {
      this.containers.set(made, { running: false });
      return [201, { Id: made }];
    }
    const found = this.containers.get(name);
    if (found === undefined) return absent;
    if (method === 'HEAD') return [found.joined === true ? 200 : 404, {}];
    if (what === 'logs') return [200, Buffer.from(found.log ?? '')];
    if (what === 'json') return [200, inspected(name, found)];
    if (method === 'DELETE') this.containers.delete(name);
    return [204, {}];
  }

  private replyVolume(method: string, name: string): [status: number, body: unknown] {
    if (name === 'create') return [201, {}];
    const labels = this.volumes.get(name);
    if (labels === undefined) return absent;
    if (method !== 'DELETE') return [200, { Name: name, Labels: labels }];
    this.volumes.delete(name);
    return [204, {}];
  }

  private replyNetwork(method: string, name: string): [status: number, body: unknown] {
    if (name === 'create') return [201, {}];
    const found = this.networks.get(name);
    if (found === undefined) return absent;
    if (method !== 'DELETE') return [200, { Id: name, Name: name, Labels: found.labels ?? {}, IPAM: { Config: [{ Subnet: found.subnet }] } }];
    // As an engine does while something that runs is connected.
    if ([...this.containers.values()].some(({ running, networks }) => running === true && networks?.[name] !== undefined)) return [403, { message: `network ${name} has active endpoints` }];
    this.networks.delete(name);
    return [204, {}];
  }
}

const absent: [status: number, body: unknown] = [404, { message: 'no such thing' }];

/** The label that a list is filtered by, as `key=value`. */
function labelIn(filters: string | null): string {
  return filters === null ? '' : ((JSON.parse(filters) as { label?: string[] }).label?.[0] ?? '');
}

function bears(labels: FakeContainer['labels'], label: string): boolean {
  return label === '' || Object.entries(labels ?? {}).some(([key, value]) => `${key}=${value}` === label);
}

function networksOf({ networks = {} }: FakeContainer): object {
  return Object.fromEntries(Object.entries(networks).map(([network, address]) => [network, { IPAMConfig: { IPv4Address: address } }]));
}

function listed(name: string, container: FakeContainer): object {
  return { Id: name, Names: [`/${name}`], Labels: container.labels ?? {}, NetworkSettings: { Networks: networksOf(container) } };
}

function inspected(name: string, container: FakeContainer): object {
  const bindings = Object.entries(container.ports ?? {}).map(([port, host]) => [port, [{ HostIp: '127.0.0.1', HostPort: String(host) }]]);
  return {
    Id: name,
    Name: `/${name}`,
    Config: { Labels: container.labels ?? {} },
    State: { Running: container.running === true, Status: container.running === true ? 'running' : 'exited', StartedAt: '2026-01-01T10:00:00Z' },
    HostConfig: { PortBindings: Object.fromEntries(bindings) },
    NetworkSettings: { Networks: networksOf(container) },
  };
}
