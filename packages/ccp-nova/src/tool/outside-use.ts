import { CcpError } from 'ccp-core';
import type { CloudApi, Item } from './cloud-api.ts';
import { isInside } from './external-reach.ts';
import type { HttpOutcome, Probes } from './probes.ts';

/** Seconds in which a change of a security group is in the switches. */
const ruleLimit = 30;

/** Result of a step and what it found, for people. */
export type Found<T> = readonly [T, string];

/** An external network as this host sees it. */
export interface Reach {
  readonly reached: boolean;
  /** Whether this host has an address in it. */
  readonly inside: boolean;
}

/** Looks at an instance from this host, through a floating IP. */
export class OutsideUse {
  readonly #api: CloudApi;
  readonly #probes: Probes;

  constructor(api: CloudApi, probes: Probes) {
    this.#api = api;
    this.#probes = probes;
  }

  /** Whether the router at `gateway` answers this host, which needs no rule of a security group. Throws VERIFY_FAILED when it must and does not. */
  async reach(external: Item | undefined, gateway = ''): Promise<Found<Reach>> {
    const untried = 'floating IP, ping and TCP not tried';
    if (external === undefined) return [{ reached: false, inside: false }, `there is none: ${untried}`];
    const subnets = await this.#api.list('network', `/v2.0/subnets?network_id=${external.id}`, 'subnets');
    const inside = isInside(subnets.map(({ cidr }) => String(cidr)));
    try {
      await this.#api.until(`an answer of the router at ${gateway}`, 30, () => this.#isAnswered(gateway), async () => [`This host has an address in the external network ${String(external['name'])}.`]);
      return [{ reached: true, inside }, 'connected with this host'];
    } catch (fault) {
      if (!(fault instanceof CcpError) || inside) throw fault;
      return [{ reached: false, inside }, `not connected with this host (it has no address there, and the router at ${gateway} does not answer it): ${untried}`];
    }
  }

  /** Lets ICMP and port 80 in. Returns the rule of the latter. */
  async allow(group: Item): Promise<Found<Item>> {
    const rule = { security_group_id: group.id, direction: 'ingress', ethertype: 'IPv4' };
    await this.#api.create('network', '/v2.0/security-group-rules', 'security_group_rule', { ...rule, protocol: 'icmp' });
    const http = await this.#api.create('network', '/v2.0/security-group-rules', 'security_group_rule', { ...rule, protocol: 'tcp', port_range_min: 80, port_range_max: 80 });
    return [http, 'rules for ICMP and port 80'];
  }

  async ping(address: string): Promise<Found<undefined>> {
    await this.#api.until(`an answer of ${address} to ping`, ruleLimit, () => this.#isAnswered(address));
    const { sent, received } = await this.#probes.ping(address, 10);
    if (received < sent) throw new CcpError('VERIFY_FAILED', `${address} answered ${received} of ${sent} pings`);
    return [undefined, `${received} of ${sent} answered`];
  }

  /** Packets as large as the networks say. From elsewhere than the external network a smaller MTU on the way is nothing of the cloud. */
  async wholePackets(address: string, networks: readonly Item[], { inside }: Reach): Promise<Found<undefined>> {
    const bytes = Math.min(...networks.map(({ mtu }) => Number(mtu)));
    const { sent, received } = await this.#probes.ping(address, 5, bytes);
    const finding = `${received} of ${sent} packets of ${bytes} bytes answered`;
    if (received === sent) return [undefined, `${finding}, uncut`];
    if (!inside) return [undefined, `${finding}; this host has no address in the external network, so the way to it may be narrower`];
    throw new CcpError('VERIFY_FAILED', `${address} answered ${received} of ${sent} packets of ${bytes} bytes, which is the MTU of its network`, { hint: 'The networks of the nodes must carry what services.neutron.config.mtu and physicalNetworkMtus say; smaller packets pass.' });
  }

  async http(address: string): Promise<Found<undefined>> {
    let last: HttpOutcome | undefined;
    const answer = async (): Promise<string | undefined> => {
      last = await this.#probes.http(address);
      return last.kind === 'answer' ? last.text : undefined;
    };
    const text = await this.#api.until(`an answer of ${address} to HTTP`, ruleLimit, answer, async () => (last?.kind === 'fault' ? [`the last time: ${last.reason}`] : []));
    return [undefined, text.split('\r\n')[0] ?? ''];
  }

  /** Takes the rule of port 80 back: then connections must be dropped, and nothing else, so ping is still answered. */
  async block(address: string, rule: Item): Promise<Found<undefined>> {
    await this.#api.remove('network', `/v2.0/security-group-rules/${rule.id}`);
    let last: HttpOutcome | undefined;
    const dropped = async (): Promise<true | undefined> => {
      last = await this.#probes.http(address);
      return last.kind === 'silence' ? true : undefined;
    };
    await this.#api.until(`dropping connections to port 80 of ${address}, for which there is no rule any more,`, ruleLimit, dropped, async () => [`the last one: ${last?.kind === 'fault' ? last.reason : 'answered'}`]);
    await this.#api.until(`an answer of ${address} to ping, which a rule still allows,`, ruleLimit, () => this.#isAnswered(address));
    return [undefined, 'connections to port 80 are dropped without its rule'];
  }

  async #isAnswered(address: string): Promise<true | undefined> {
    return (await this.#probes.ping(address, 1)).received === 1 ? true : undefined;
  }
}
