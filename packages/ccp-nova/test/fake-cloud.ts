import type { CloudAnswer, CloudSession, ToolContext, VerifyContext } from 'ccp-core';
import type { Item, Pace } from '../src/tool/cloud-api.ts';

/** Waits in no time: a limit of 30 s is over after 30 ms. */
export const fastPace: Pace = { pauseMs: 1, secondMs: 1 };

type Fields = Record<string, unknown>;
const answered = (body: unknown, status = 200): CloudAnswer => ({ status, body });
const missing = answered({ error: 'not found' }, 404);

/** `/v2.0/security-groups` → `security_groups`, `/os-services` → `services`. */
const pluralOf = (path: string): string => (path.split('/').at(-1) ?? '').replace(/^os-/, '').replaceAll('-', '_');

/**
 * Glance, Neutron and Nova as far as this package's tools use them: lists of items by path, which POST adds to and DELETE takes from. At the
 * beginning it has what an environment has that was just made; no host has an address in its external network.
 */
export class FakeCloud implements CloudSession {
  readonly lists: Record<string, Item[]> = {
    '/v2/images': [{ id: 'image-1', name: 'test-guest', status: 'active', min_ram: 128, min_disk: 1 }],
    '/flavors': [{ id: 'flavor-1', name: 'm1.test', ram: 192, disk: 1 }],
    '/os-services': [{ id: 'agent-1', binary: 'nova-compute', state: 'up' }],
    '/os-hypervisors': [{ id: 'hypervisor-1' }],
    '/v2.0/networks': [{ id: 'ext', name: 'ext-net', 'router:external': true, mtu: 1500 }, { id: 'int', name: 'int-net', 'router:external': false, mtu: 1442 }],
    '/v2.0/subnets': [{ id: 'ext-subnet', network_id: 'ext', cidr: '240.0.0.0/24' }],
  };
  /** What changed the cloud: method and path. */
  readonly changes: string[] = [];
  /** Answers that are given instead, by method and path. */
  readonly instead: Record<string, CloudAnswer> = {};
  /** Fields of every new server beside those that were asked for. */
  server: Fields = { status: 'ACTIVE' };
  /** What a server says on its console. Default: the number that it was given as metadata. */
  console = ({ metadata }: Item): string => `boot\nCCP-NONCE ${(metadata as { nonce?: string } | undefined)?.nonce ?? ''}\n`;
  #ids = 0;

  endpoint(type: string): string {
    return `http://${type}`;
  }

  async request(method: string, url: string, body?: unknown): Promise<CloudAnswer> {
    const { pathname, searchParams } = new URL(url);
    const path = pathname.replace(/\/detail$/, '');
    if (method !== 'GET' && !path.endsWith('/action')) this.changes.push(`${method} ${path}`);
    return this.instead[`${method} ${path}`] ?? this.#answer(method, path, searchParams, body);
  }

  /** Names of what a list has. */
  names(path: string): unknown[] {
    return (this.lists[path] ?? []).map(({ name }) => name);
  }

  #answer(method: string, path: string, query: URLSearchParams, body: unknown): CloudAnswer {
    const parts = path.split('/');
    const [parent, id] = [parts.slice(0, -1).join('/'), parts.at(-1)];
    if (method === 'PUT') return this.#connect(parts, body as Fields);
    if (method === 'POST') return id === 'action' ? this.#act(parts.at(-2) ?? '', body as Fields) : this.#add(path, body as Fields);
    const item = this.lists[parent]?.find((each) => each.id === id);
    if (method === 'DELETE') return item === undefined ? missing : this.#drop(parent, item);
    if (item !== undefined) return answered({ [pluralOf(parent).replace(/s$/, '')]: item });
    return answered({ [pluralOf(path)]: (this.lists[path] ?? []).filter((each) => [...query].every(([name, value]) => each[name] === undefined || String(each[name]) === value)) });
  }

  #add(path: string, body: Fields): CloudAnswer {
    const [[singular = '', fields] = []] = Object.entries(body) as [string, Fields][];
    const item = { ...this.#given(path), ...fields, id: `${singular}-${(this.#ids += 1)}` };
    this.lists[path] = [...(this.lists[path] ?? []), item];
    if (path === '/servers') this.lists['/v2.0/ports'] = [...(this.lists['/v2.0/ports'] ?? []), { id: `port-of-${item.id}`, name: '', device_id: item.id, device_owner: 'compute:nova' }];
    return answered({ [singular]: path === '/v2.0/routers' ? { ...item, external_gateway_info: { external_fixed_ips: [{ ip_address: '240.0.0.10' }] } } : item }, 201);
  }

  /** What the service gives a new item. */
  #given(path: string): Fields {
    if (path === '/v2.0/networks') return { mtu: 1442 };
    if (path === '/v2.0/floatingips') return { floating_ip_address: '240.0.0.20' };
    return path === '/servers' ? this.server : {};
  }

  #drop(parent: string, { id }: Item): CloudAnswer {
    this.lists[parent] = (this.lists[parent] ?? []).filter((each) => each.id !== id);
    // What goes with it.
    for (const [path, field] of [['/v2.0/ports', 'device_id'], ['/v2.0/subnets', 'network_id'], ['/v2.0/security-group-rules', 'security_group_id']] as const) this.lists[path] = (this.lists[path] ?? []).filter((each) => each[field] !== id);
    return answered(undefined, 204);
  }

  /** A router and a subnet. */
  #connect(parts: readonly string[], body: Fields): CloudAnswer {
    const [router, how] = parts.slice(-2);
    const ports = this.lists['/v2.0/ports'] ?? [];
    const leg = { id: `leg-${router}`, name: '', device_id: router, device_owner: 'network:router_interface' };
    this.lists['/v2.0/ports'] = how === 'add_router_interface' ? [...ports, leg] : ports.filter(({ id }) => id !== body['port_id']);
    return answered({});
  }

  #act(id: string, body: Fields): CloudAnswer {
    const server = this.lists['/servers']?.find((each) => each.id === id);
    if (server === undefined) return missing;
    return 'os-getVNCConsole' in body ? answered({ console: { url: `http://console/${id}` } }) : answered({ output: this.console(server) });
  }
}

/** What a tool of this package gets, of this cloud. `wrote` takes its stdout. */
export function fakeToolContext(cloud: CloudSession, wrote: string[] = [], signal = new AbortController().signal): ToolContext {
  return {
    environment: { name: 'lab', namespace: 'lab' },
    section: {},
    kubernetes: {},
    stateDirectory: '/nowhere',
    events: () => undefined,
    signal,
    imageReference: async () => 'no image',
    cloud: async () => cloud,
    residents: async () => [],
    write: (text) => void wrote.push(text),
  };
}

/** The same for a check. */
export function fakeVerifyContext(cloud: CloudSession, signal?: AbortSignal): VerifyContext {
  const access = { identityUrl: 'http://identity', adminUser: 'admin', adminProject: 'admin', adminDomain: 'Default', adminPassword: () => 'none' };
  return { ...fakeToolContext(cloud, [], signal), access, step: () => undefined };
}
