import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object as the fake keeps it; users also keep their password. */
export type Stored = Record<string, unknown> & { id: string };

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

interface AuthBody {
  readonly auth: { readonly identity: { readonly password: { readonly user: { readonly name: string; readonly password: string } } } };
}

type Reply = readonly [status: number, body?: unknown, headers?: Record<string, string>];

/** The part of Keystone's v3 API that registration uses, in memory; tokens are for the project `p-admin`, and its catalog has networks, of the same kind. */
export class FakeKeystone {
  readonly collections: Record<string, Stored[]> = {
    domains: [{ id: 'default', name: 'Default' }],
    regions: [],
    projects: [],
    roles: [{ id: 'r-admin', name: 'admin' }],
    users: [{ id: 'u-admin', name: 'admin', password: 'secret' }],
    services: [],
    endpoints: [],
    networks: [],
  };
  /** Granted roles as paths. */
  readonly grants = new Set<string>();
  /** Requests that change something, without logins: `POST /projects`. */
  readonly writes: string[] = [];
  /** Taken one by one before requests are answered. `drop`: the connection is closed; a number: this status. */
  readonly faults: ('drop' | number)[] = [];
  private readonly server: Server;
  private count = 0;

  private constructor() {
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  static async start(): Promise<FakeKeystone> {
    const fake = new FakeKeystone();
    fake.server.listen(0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v3`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await request.setEncoding('utf8').toArray()).join('');
    const fault = this.faults.shift();
    if (fault === 'drop') return void request.socket.destroy();
    if (fault !== undefined) return void response.writeHead(fault).end('<html>proxy</html>');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const seen = { method: request.method ?? '', path: pathname.replace('/v3', ''), query: searchParams, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
    const [status, body, headers] = this.answer(seen, request.headers['x-auth-token']);
    response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
  }

  private answer(seen: Seen, token: unknown): Reply {
    if (seen.path === '/auth/tokens') return this.login(seen.body as unknown as AuthBody);
    if (token !== 'token of admin') return [401, { error: { message: 'The request you have made requires authentication.' } }];
    if (seen.method !== 'GET' && seen.method !== 'HEAD') this.writes.push(`${seen.method} ${seen.path}`);
    return seen.path.includes('/roles/') ? this.grant(seen) : this.entity(seen);
  }

  private login({ auth }: AuthBody): Reply {
    const { name, password } = auth.identity.password.user;
    const known = this.collections.users!.some((user) => user.name === name && user.password === password);
    const catalog = [{ type: 'network', endpoints: [{ interface: 'internal', url: this.url }] }];
    return known ? [201, { token: { project: { id: 'p-admin' }, catalog } }, { 'x-subject-token': `token of ${name}` }] : [401, { error: { message: 'The request you have made requires authentication.' } }];
  }

  private grant({ method, path }: Seen): Reply {
    if (method === 'PUT') this.grants.add(path);
    return this.grants.has(path) ? [204] : [404];
  }

  private entity({ method, path, query, body }: Seen): Reply {
    const [, plural = '', id] = path.split('/');
    const singular = plural.slice(0, -1);
    const all = this.collections[plural]!;
    if (method === 'POST') return [201, { [singular]: this.add(all, body[singular] as Partial<Stored>) }];
    if (id === undefined) return [200, { [plural]: all.filter((each) => [...query].every(([key, value]) => each[key] === value)) }];
    const found = all.find((each) => each.id === id);
    if (found === undefined) return [404];
    if (method === 'PATCH') Object.assign(found, body[singular]);
    return [200, { [singular]: found }];
  }

  private add(all: Stored[], fields: Partial<Stored>): Stored {
    const made = { id: `id-${(this.count += 1)}`, ...fields };
    all.push(made);
    return made;
  }
}
