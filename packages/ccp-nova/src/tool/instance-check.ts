import { randomBytes } from 'node:crypto';
import { CcpError, type VerifyCheck, type VerifyContext, type VerifyFinding, type VerifyStep } from 'ccp-core';
import { CloudApi, type Item } from './cloud-api.ts';
import { isInside } from './external-reach.ts';
import { removeNamed } from './leftovers.ts';
import { httpAnswer, ping } from './probes.ts';

/** Everything that the check makes has a name that starts so, and is found by it after an interruption. */
export const verifyPrefix = 'ccp-verify-';

/** Image that the check boots: it prints its metadata on its console and answers ping and HTTP. */
export const guestImage = 'test-guest';

/** Seconds; an emulated guest on a busy host took 52 at most. */
const bootLimit = 300;

/**
 * Uses the cloud as a tenant does: an instance on a network of its own, with a number that only this run knows, reached through its floating
 * IP. Without an external network, or from a host that is not connected with it, the instance is not reached from outside, which the finding says.
 */
export const instanceCheck: VerifyCheck = {
  name: 'instance',
  title: 'an instance, its metadata, its console and its floating IP',
  expectedSeconds: 50,
  thorough: true,
  run: async (context) => {
    const api = new CloudApi(await context.cloud(), context.signal);
    if (!['image', 'network', 'compute'].every((type) => api.has(type))) return 'no instance: the catalog lacks image, network or compute';
    return new InstanceRun(api, context).run();
  },
};

/** Parts of the cloud that the run stands on. */
interface Ground {
  readonly image: Item;
  readonly flavor: Item;
  readonly external: Item | undefined;
}

/** What the instance is connected with. */
interface TenantNetwork {
  readonly network: Item;
  readonly group: Item;
  /** Address of its router in the external network; undefined without one. */
  readonly gateway: string | undefined;
}

class InstanceRun {
  readonly #api: CloudApi;
  readonly #context: VerifyContext;
  readonly #steps: VerifyStep[] = [];
  readonly #name = `${verifyPrefix}${randomBytes(3).toString('hex')}`;
  readonly #nonce = randomBytes(8).toString('hex');

  constructor(api: CloudApi, context: VerifyContext) {
    this.#api = api;
    this.#context = context;
  }

  async run(): Promise<VerifyFinding> {
    await this.#step('leftovers', async () => [undefined, `${await removeNamed(this.#api, verifyPrefix)} removed`]);
    try {
      await this.#use();
    } finally {
      // After Ctrl-C nothing can be asked any more; the next run removes it.
      if (!this.#context.signal.aborted) await this.#step('removal', async () => [undefined, `${await removeNamed(this.#api, verifyPrefix)} removed`]);
    }
    const outside = this.#steps.some(({ step }) => step === 'ping') ? ['ping', 'tcp'] : ['external network'];
    const told = this.#steps.filter(({ step }) => ['instance', 'metadata', ...outside].includes(step));
    return { finding: told.map(({ step, finding }) => `${step} ${finding}`).join('; '), steps: this.#steps };
  }

  async #use(): Promise<void> {
    const ground = await this.#step('image', () => this.#findGround());
    const network = await this.#step('network', () => this.#makeNetwork(ground));
    const server = await this.#step('instance', () => this.#boot(ground, network));
    await this.#step('metadata', () => this.#readNonce(server));
    const { external } = ground;
    if (external === undefined || !(await this.#step('external network', () => this.#reaches(external, network.gateway)))) return;
    const address = await this.#step('floating ip', () => this.#giveAddress(server, external));
    await this.#step('blocked', async () => [undefined, await this.#isBlocked(address)]);
    await this.#step('allowed', () => this.#allow(network));
    await this.#step('ping', async () => [undefined, await this.#pinged(address)]);
    await this.#step('tcp', async () => [undefined, await this.#answers(address)]);
  }

  /** Runs one step, shows it and keeps what it found. */
  async #step<T>(step: string, work: () => Promise<readonly [T, string]>): Promise<T> {
    this.#context.step(step);
    const began = performance.now();
    const [result, finding] = await work();
    this.#steps.push({ step, finding, seconds: Math.round((performance.now() - began) / 10) / 100 });
    return result;
  }

  async #findGround(): Promise<readonly [Ground, string]> {
    const [image] = await this.#api.list('image', `/v2/images?name=${guestImage}&status=active`, 'images');
    if (image === undefined) throw new CcpError('VERIFY_FAILED', `there is no active image ${guestImage}`, { hint: 'services.glance.config.bootstrap makes it; see ccp status glance.' });
    const flavors = await this.#api.list('compute', '/flavors/detail', 'flavors');
    const [flavor] = flavors.sort((a, b) => Number(a['ram']) - Number(b['ram']));
    if (flavor === undefined) throw new CcpError('VERIFY_FAILED', 'there is no flavor', { hint: 'services.nova.config.bootstrap.flavors makes some; see ccp status nova.' });
    await this.#api.until('mapping every hypervisor', 120, () => this.#allMapped());
    const [external] = await this.#api.list('network', '/v2.0/networks?router:external=true', 'networks');
    return [{ image, flavor, external }, `${guestImage}, flavor ${String(flavor['name'])}, ${external === undefined ? 'no external network' : `external network ${String(external['name'])}`}`];
  }

  /** Nova may choose a host whose agent has just reported, and fails on it until the scheduler has mapped it; only mapped ones are listed as hypervisors. */
  async #allMapped(): Promise<true | undefined> {
    const agents = await this.#api.list('compute', '/os-services?binary=nova-compute', 'services', ({ state }) => state === 'up');
    const hypervisors = await this.#api.list('compute', '/os-hypervisors', 'hypervisors');
    return agents.length > 0 && hypervisors.length >= agents.length ? true : undefined;
  }

  async #makeNetwork({ external }: Ground): Promise<readonly [TenantNetwork, string]> {
    const name = this.#name;
    const network = await this.#api.create('network', '/v2.0/networks', 'network', { name });
    const subnet = await this.#api.create('network', '/v2.0/subnets', 'subnet', { name, network_id: network.id, ip_version: 4, cidr: '10.253.0.0/24' });
    const group = await this.#api.create('network', '/v2.0/security-groups', 'security_group', { name });
    const gateway = external === undefined ? undefined : await this.#makeRouter(external, subnet);
    return [{ network, group, gateway }, `${String(subnet['cidr'])}${gateway === undefined ? '' : ' behind a router'}, MTU ${String(network['mtu'])}`];
  }

  /** Returns the router's address in the external network. */
  async #makeRouter(external: Item, subnet: Item): Promise<string | undefined> {
    const router = await this.#api.create('network', '/v2.0/routers', 'router', { name: this.#name, external_gateway_info: { network_id: external.id } });
    await this.#api.request('network', 'PUT', `/v2.0/routers/${router.id}/add_router_interface`, { subnet_id: subnet.id });
    const { external_fixed_ips: addresses = [] } = router['external_gateway_info'] as { external_fixed_ips?: { ip_address: string }[] };
    return addresses[0]?.ip_address;
  }

  async #boot({ image, flavor }: Ground, { network, group }: TenantNetwork): Promise<readonly [Item, string]> {
    const began = performance.now();
    const wanted = { name: this.#name, imageRef: image.id, flavorRef: flavor.id, networks: [{ uuid: network.id }], security_groups: [{ name: String(group['name']) }], metadata: { nonce: this.#nonce } };
    const { id } = await this.#api.create('compute', '/servers', 'server', wanted);
    const server = await this.#api.until('starting the instance', bootLimit, async () => {
      const { server: now } = (await this.#api.request('compute', 'GET', `/servers/${id}`)) as { server: Item };
      if (now['status'] === 'ERROR') throw new CcpError('VERIFY_FAILED', 'the instance could not be started', { evidence: [String((now['fault'] as { message?: string } | undefined)?.message ?? '')], hint: 'See ccp logs nova-scheduler, nova-conductor and nova-compute.' });
      return now['status'] === 'ACTIVE' ? now : undefined;
    });
    return [server, `ACTIVE after ${((performance.now() - began) / 1000).toFixed(1)} s`];
  }

  async #readNonce({ id }: Item): Promise<readonly [undefined, string]> {
    const console = async (): Promise<string> => String(((await this.#api.request('compute', 'POST', `/servers/${id}/action`, { 'os-getConsoleOutput': {} })) as { output?: string }).output ?? '');
    await this.#api.until(
      'reading the metadata of the instance from its console',
      bootLimit,
      async () => ((await console()).includes(`CCP-NONCE ${this.#nonce}`) ? true : undefined),
      async () => ['last lines of its console:', ...(await console()).trim().split('\n').slice(-15)],
    );
    return [undefined, 'the number of this run came back on the console'];
  }

  /** Whether the router answers this host, which needs no rule of a security group. */
  async #reaches(external: Item, gateway = ''): Promise<readonly [boolean, string]> {
    const answers = async (): Promise<true | undefined> => ((await ping(this.#context, gateway, 1)).received === 1 ? true : undefined);
    try {
      await this.#api.until(`an answer of the router at ${gateway}`, 30, answers, async () => [`This host has an address in the external network ${String(external['name'])}.`]);
      return [true, 'connected with this host'];
    } catch (fault) {
      const subnets = await this.#api.list('network', `/v2.0/subnets?network_id=${external.id}`, 'subnets');
      if (isInside(subnets.map(({ cidr }) => String(cidr)))) throw fault;
      return [false, `not connected with this host (it has no address there, and the router at ${gateway} does not answer it): floating IP, ping and TCP not tried`];
    }
  }

  async #giveAddress({ id }: Item, external: Item): Promise<readonly [string, string]> {
    const [port] = await this.#api.list('network', `/v2.0/ports?device_id=${id}`, 'ports');
    const floating = await this.#api.create('network', '/v2.0/floatingips', 'floatingip', { floating_network_id: external.id, port_id: port?.id, description: this.#name });
    const address = String(floating['floating_ip_address']);
    return [address, address];
  }

  /** Nothing is allowed in yet. */
  async #isBlocked(address: string): Promise<string> {
    if ((await httpAnswer(address, 3000, this.#context.signal)) === undefined) return 'nothing comes in without a rule';
    throw new CcpError('VERIFY_FAILED', `${address} answers although no rule of its security group lets anything in`, { hint: 'See ccp logs ovn-controller and neutron.' });
  }

  async #allow({ group }: TenantNetwork): Promise<readonly [undefined, string]> {
    const rule = { security_group_id: group.id, direction: 'ingress', ethertype: 'IPv4' };
    await this.#api.create('network', '/v2.0/security-group-rules', 'security_group_rule', { ...rule, protocol: 'icmp' });
    await this.#api.create('network', '/v2.0/security-group-rules', 'security_group_rule', { ...rule, protocol: 'tcp', port_range_min: 80, port_range_max: 80 });
    return [undefined, 'rules for ICMP and port 80'];
  }

  async #pinged(address: string): Promise<string> {
    // A rule takes a moment until it is in the switch.
    await this.#api.until(`an answer of ${address} to ping`, 30, async () => ((await ping(this.#context, address, 1)).received === 1 ? true : undefined));
    const { sent, received } = await ping(this.#context, address, 10);
    if (received < sent) throw new CcpError('VERIFY_FAILED', `${address} answered ${received} of ${sent} pings`);
    return `${received} of ${sent} answered`;
  }

  async #answers(address: string): Promise<string> {
    const answer = await this.#api.until(`an answer of ${address} to HTTP`, 30, () => httpAnswer(address, 3000, this.#context.signal));
    return `${answer.split('\r\n')[0] ?? ''}`;
  }
}
