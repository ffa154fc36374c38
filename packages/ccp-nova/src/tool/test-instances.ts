import { CcpError } from 'ccp-core';
import type { CloudApi, Item } from './cloud-api.ts';

/** Everything that the commands make has a name that starts so. */
export const testPrefix = 'ccp-test-vm-';

/** What instances are made of; names of things that are there. */
export interface TestPlan {
  readonly count: number;
  readonly image: string;
  readonly flavor: string;
  readonly network: string;
  /** Network that each gets an address of; undefined: none. */
  readonly external: string | undefined;
}

/** An instance as the commands show it. */
export interface TestInstance {
  readonly name: string;
  readonly status: string;
  readonly addresses: readonly string[];
  /** Page of its console; undefined while it does not run. */
  readonly console: string | undefined;
  /** Why it does not run. */
  readonly fault: string | undefined;
  /** Last lines of its console when it does not run; none when it never did. */
  readonly log: readonly string[];
}

/** Seconds; emulated guests on a busy host. */
const startLimit = 300;

/** Makes the instances of the plan that are missing, waits for all of them and tells how each is. Throws VERIFY_FAILED for names that are not there. */
export async function createInstances(api: CloudApi, plan: TestPlan, step: (text: string) => void): Promise<TestInstance[]> {
  const [image, flavor, network] = await Promise.all([named(api, 'image', '/v2/images', 'images', plan.image), named(api, 'compute', '/flavors', 'flavors', plan.flavor), named(api, 'network', '/v2.0/networks', 'networks', plan.network)]);
  const external = plan.external === undefined ? undefined : await named(api, 'network', '/v2.0/networks', 'networks', plan.external);
  const present = await testServers(api);
  const names = Array.from({ length: plan.count }, (_, index) => `${testPrefix}${index + 1}`);
  for (const name of names.filter((wanted) => !present.some((server) => server['name'] === wanted))) {
    step(`making ${name}`);
    await api.create('compute', '/servers', 'server', { name, imageRef: image.id, flavorRef: flavor.id, networks: [{ uuid: network.id }] });
  }
  const servers = await started(api, names, step);
  const given = new Map<string, string>();
  if (external !== undefined) for (const server of servers.filter(({ status }) => status === 'ACTIVE')) given.set(server.id, await givenAddress(api, server, external));
  return Promise.all(servers.map((server) => shown(api, server, given.get(server.id))));
}

async function named(api: CloudApi, type: string, path: string, plural: string, name: string): Promise<Item> {
  const [item] = await api.list(type, path, plural, (each) => each['name'] === name);
  if (item !== undefined) return item;
  const known = (await api.list(type, path, plural)).map((each) => String(each['name']));
  throw new CcpError('VERIFY_FAILED', `the cloud has no ${plural.replace(/s$/, '')} "${name}"`, { hint: `There are: ${known.join(', ') || 'none'}.` });
}

async function testServers(api: CloudApi): Promise<Item[]> {
  const servers = await api.list('compute', '/servers/detail', 'servers', ({ name }) => String(name).startsWith(testPrefix));
  return servers.sort((a, b) => String(a['name']).localeCompare(String(b['name']), 'en', { numeric: true }));
}

/** Waits until none of them is being made. */
async function started(api: CloudApi, names: readonly string[], step: (text: string) => void): Promise<Item[]> {
  return api.until('starting the instances', startLimit, async () => {
    const servers = (await testServers(api)).filter(({ name }) => names.includes(String(name)));
    const waiting = servers.filter(({ status }) => status === 'BUILD');
    step(`${servers.length - waiting.length} of ${servers.length} are started or failed`);
    return waiting.length === 0 ? servers : undefined;
  });
}

/** The floating IP of an instance, made when it has none. */
async function givenAddress(api: CloudApi, { id, name }: Item, external: Item): Promise<string> {
  const [port] = await api.list('network', `/v2.0/ports?device_id=${id}`, 'ports');
  const [present] = await api.list('network', `/v2.0/floatingips?port_id=${port?.id}`, 'floatingips');
  const floating = present ?? (await api.create('network', '/v2.0/floatingips', 'floatingip', { floating_network_id: external.id, port_id: port?.id, description: String(name) }));
  return String(floating['floating_ip_address']);
}

/** `given`: its floating IP, of which Nova hears some time later. */
async function shown(api: CloudApi, server: Item, given: string | undefined): Promise<TestInstance> {
  const known = Object.values((server['addresses'] ?? {}) as Record<string, { addr: string }[]>).flatMap((list) => list.map(({ addr }) => addr));
  const addresses = [...new Set([...known, ...(given === undefined ? [] : [given])])];
  const fault = (server['fault'] as { message?: string } | undefined)?.message;
  const state = server['status'] === 'ACTIVE' ? { console: await consoleOf(api, server), log: [] } : { console: undefined, log: await logOf(api, server) };
  return { name: String(server['name']), status: String(server['status']), addresses, fault, ...state };
}

/** Undefined where the cloud offers no consoles. */
async function consoleOf(api: CloudApi, { id }: Item): Promise<string | undefined> {
  const { status, body } = await api.send('compute', 'POST', `/servers/${id}/action`, { 'os-getVNCConsole': { type: 'novnc' } });
  return status === 200 ? (body as { console: { url: string } }).console.url : undefined;
}

/** Empty where it was never started. */
async function logOf(api: CloudApi, { id }: Item): Promise<string[]> {
  const { status, body } = await api.send('compute', 'POST', `/servers/${id}/action`, { 'os-getConsoleOutput': { length: 10 } });
  const output = status === 200 ? String((body as { output?: string }).output ?? '').trim() : '';
  return output === '' ? [] : output.split('\n').slice(-10);
}
