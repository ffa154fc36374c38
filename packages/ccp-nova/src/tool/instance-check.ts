import { randomBytes } from 'node:crypto';
import { CcpError, type VerifyCheck, type VerifyContext, type VerifyFinding, type VerifyStep } from 'ccp-core';
import { CloudApi, type Item, type Pace } from './cloud-api.ts';
import { removeNamed } from './leftovers.ts';
import { OutsideUse, type Found } from './outside-use.ts';
import { hostProbes, type Probes } from './probes.ts';

/** Everything that the check makes has a name that starts so, and is found by it after an interruption. */
export const verifyPrefix = 'ccp-verify-';

/** Image that the check boots: it prints its metadata on its console and answers ping and HTTP. */
export const guestImage = 'test-guest';

/** Seconds; an emulated guest on a busy host took 52 at most. */
const bootLimit = 300;

/** What the check looks through, and how patiently. */
export interface InstanceCheckMeans {
  probes(context: VerifyContext): Probes;
  /** Default: that of {@link CloudApi}. */
  readonly pace?: Pace;
}

/**
 * Uses the cloud as a tenant does: an instance on a network of its own, with a number that only this run knows, reached through its floating
 * IP. Without the image `test-guest` there is no instance; without an external network, or from a host that is not connected with it, the instance
 * is not reached from outside: the finding says what was not tried, and why.
 */
export function instanceCheckWith({ probes, pace }: InstanceCheckMeans): VerifyCheck {
  return {
    name: 'instance',
    title: 'an instance, its metadata, its console and its floating IP',
    expectedSeconds: 50,
    thorough: true,
    run: async (context) => {
      const api = new CloudApi(await context.cloud(), context.signal, pace);
      if (!['image', 'network', 'compute'].every((type) => api.has(type))) return 'no instance: the catalog lacks image, network or compute';
      return new InstanceRun(api, context, new OutsideUse(api, probes(context))).run();
    },
  };
}

/** The check from this host. */
export const instanceCheck = instanceCheckWith({ probes: hostProbes });

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
  readonly #outside: OutsideUse;
  readonly #steps: VerifyStep[] = [];
  readonly #name = `${verifyPrefix}${randomBytes(3).toString('hex')}`;
  readonly #nonce = randomBytes(8).toString('hex');

  constructor(api: CloudApi, context: VerifyContext, outside: OutsideUse) {
    this.#api = api;
    this.#context = context;
    this.#outside = outside;
  }

  async run(): Promise<VerifyFinding> {
    await this.#remove('leftovers');
    try {
      await this.#use();
    } catch (fault) {
      throw await this.#removedAfter(fault);
    }
    // A use that ends early says in its last step why.
    const last = this.#steps.at(-1)?.step ?? '';
    await this.#remove('removal');
    const told = this.#steps.filter(({ step }) => ['instance', 'metadata', ...(last === 'blocked' ? ['ping', 'tcp'] : [last])].includes(step));
    return { finding: told.map(({ step, finding }) => `${step} ${finding}`).join('; '), steps: this.#steps };
  }

  /** The fault, which stays what is told first: what then hinders the removal is only evidence of it. */
  async #removedAfter(fault: unknown): Promise<unknown> {
    // After Ctrl-C nothing can be asked any more; the next run removes it.
    if (this.#context.signal.aborted) return fault;
    try {
      await this.#remove('removal');
      return fault;
    } catch (second) {
      if (!(fault instanceof CcpError)) return fault;
      const { hint, where, others, evidence } = fault;
      const left = [`Then removing what was made failed, too: ${(second as Error).message}.`, `The next ccp verify removes it: what bears the prefix ${verifyPrefix}.`];
      return new CcpError(fault.code, fault.message, { others, evidence: [...evidence, ...left], cause: fault, ...(hint === undefined ? {} : { hint }), ...(where === undefined ? {} : { where }) });
    }
  }

  async #remove(step: string): Promise<void> {
    await this.#step(step, async () => [undefined, `${await removeNamed(this.#api, verifyPrefix)} removed`]);
  }

  async #use(): Promise<void> {
    const image = await this.#step('image', () => this.#findImage());
    if (image === undefined) return;
    const ground = await this.#step('flavor', () => this.#findGround(image));
    const network = await this.#step('network', () => this.#makeNetwork(ground));
    const server = await this.#step('instance', () => this.#boot(ground, network));
    await this.#step('metadata', () => this.#readNonce(server));
    await this.#useFromOutside(ground, network, server);
  }

  async #useFromOutside({ external }: Ground, { network, group, gateway }: TenantNetwork, server: Item): Promise<void> {
    const outside = this.#outside;
    const reach = await this.#step('external network', () => outside.reach(external, gateway));
    if (external === undefined || !reach.reached) return;
    const address = await this.#step('floating ip', () => this.#giveAddress(server, external));
    const rule = await this.#step('allowed', () => outside.allow(group));
    await this.#step('ping', () => outside.ping(address));
    await this.#step('mtu', () => outside.wholePackets(address, [network, external], reach));
    await this.#step('tcp', () => outside.http(address));
    await this.#step('blocked', () => outside.block(address, rule));
  }

  /** Runs one step, shows it and keeps what it found. */
  async #step<T>(step: string, work: () => Promise<Found<T>>): Promise<T> {
    this.#context.step(step);
    const began = performance.now();
    const [result, finding] = await work();
    this.#steps.push({ step, finding, seconds: Math.round((performance.now() - began) / 10) / 100 });
    return result;
  }

  /** None at all may be meant so; one that cannot be used is not. */
  async #findImage(): Promise<Found<Item | undefined>> {
    const images = await this.#api.list('image', `/v2/images?name=${guestImage}`, 'images');
    if (images.length === 0) return [undefined, `there is no ${guestImage} (services.glance.config.bootstrap.testGuest makes it): an instance, its metadata and its floating IP not tried`];
    const active = images.find(({ status }) => status === 'active');
    if (active !== undefined) return [active, guestImage];
    throw new CcpError('VERIFY_FAILED', `the image ${guestImage} is ${images.map(({ status }) => String(status)).join(', ')}, not active`, { hint: 'services.glance.config.bootstrap.testGuest makes it; see ccp status glance.' });
  }

  async #findGround(image: Item): Promise<Found<Ground>> {
    const flavor = smallestFor(image, await this.#api.list('compute', '/flavors/detail', 'flavors'));
    await this.#api.until('mapping every hypervisor', 120, () => this.#allMapped());
    const [external] = await this.#api.list('network', '/v2.0/networks?router:external=true', 'networks');
    return [{ image, flavor, external }, `${String(flavor['name'])}, ${external === undefined ? 'no external network' : `external network ${String(external['name'])}`}`];
  }

  /** Nova may choose a host whose agent has just reported, and fails on it until the scheduler has mapped it; only mapped ones are listed as hypervisors. */
  async #allMapped(): Promise<true | undefined> {
    const agents = await this.#api.list('compute', '/os-services?binary=nova-compute', 'services', ({ state }) => state === 'up');
    const hypervisors = await this.#api.list('compute', '/os-hypervisors', 'hypervisors');
    return agents.length > 0 && hypervisors.length >= agents.length ? true : undefined;
  }

  async #makeNetwork({ external }: Ground): Promise<Found<TenantNetwork>> {
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

  async #boot({ image, flavor }: Ground, { network, group }: TenantNetwork): Promise<Found<Item>> {
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

  async #readNonce({ id }: Item): Promise<Found<undefined>> {
    const console = async (): Promise<string> => String(((await this.#api.request('compute', 'POST', `/servers/${id}/action`, { 'os-getConsoleOutput': {} })) as { output?: string }).output ?? '');
    await this.#api.until(
      'reading the metadata of the instance from its console',
      bootLimit,
      async () => ((await console()).includes(`CCP-NONCE ${this.#nonce}`) ? true : undefined),
      async () => ['last lines of its console:', ...(await console()).trim().split('\n').slice(-15)],
    );
    return [undefined, 'the number of this run came back on the console'];
  }

  async #giveAddress({ id }: Item, external: Item): Promise<Found<string>> {
    const [port] = await this.#api.list('network', `/v2.0/ports?device_id=${id}`, 'ports');
    const floating = await this.#api.create('network', '/v2.0/floatingips', 'floatingip', { floating_network_id: external.id, port_id: port?.id, description: this.#name });
    const address = String(floating['floating_ip_address']);
    return [address, address];
  }
}

/** The flavor with the least memory on which Nova starts the image. Throws VERIFY_FAILED when there is none. */
function smallestFor(image: Item, flavors: readonly Item[]): Item {
  const [ram, disk] = [Number(image['min_ram'] ?? 0), Number(image['min_disk'] ?? 0)];
  // A disk of 0 is as large as the image.
  const large = flavors.filter((each) => Number(each['ram']) >= ram && (each['disk'] === 0 || Number(each['disk']) >= disk));
  const [flavor] = large.sort((a, b) => Number(a['ram']) - Number(b['ram']));
  if (flavor !== undefined) return flavor;
  throw new CcpError('VERIFY_FAILED', `no flavor has the ${ram} MiB of memory and ${disk} GiB of disk that ${guestImage} asks for`, {
    evidence: flavors.map(({ name, ram: memory, disk: root }) => `${String(name)}: ${String(memory)} MiB, ${String(root)} GiB`),
    hint: 'services.nova.config.bootstrap.flavors makes some; see ccp status nova.',
  });
}
