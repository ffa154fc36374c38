import { networkInterfaces } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import type { CcpError, VerifyFinding } from 'ccp-core';
import type { Item } from '../src/tool/cloud-api.ts';
import { instanceCheckWith } from '../src/tool/instance-check.ts';
import type { HttpOutcome, Probes } from '../src/tool/probes.ts';
import { FakeCloud, fakeVerifyContext, fastPace } from './fake-cloud.ts';

const refused: HttpOutcome = { kind: 'fault', reason: 'connect ECONNREFUSED' };
const page: HttpOutcome = { kind: 'answer', text: 'HTTP/1.0 200 OK\r\n\r\nhello' };

/** A host that sees of a cloud what its rules let through, in packets of up to 1442 bytes. `changes` replace any of it. */
function probesOf(cloud: FakeCloud, changes: Partial<Probes> = {}): Probes {
  const allowed = (protocol: string): boolean => (cloud.lists['/v2.0/security-group-rules'] ?? []).some((rule) => rule['protocol'] === protocol);
  return {
    ping: async (address, sent, packetBytes = 84) => ({ sent, received: packetBytes <= 1442 && (address === '240.0.0.10' || allowed('icmp')) ? sent : 0 }),
    http: async () => (allowed('tcp') ? page : { kind: 'silence' }),
    ...changes,
  };
}

function check(cloud: FakeCloud, changes?: Partial<Probes>, signal?: AbortSignal): Promise<VerifyFinding> {
  return instanceCheckWith({ probes: () => probesOf(cloud, changes), pace: fastPace }).run(fakeVerifyContext(cloud, signal)) as Promise<VerifyFinding>;
}

function faultOf(run: Promise<unknown>): Promise<CcpError> {
  return run.then(
    () => Promise.reject(new Error('it passed')),
    (fault: CcpError) => fault,
  );
}

const stepsOf = ({ steps }: VerifyFinding): string[] => steps.map(({ step }) => step);

/** Makes this host one with an address in the external network. */
function moveInside(cloud: FakeCloud): void {
  const [own] = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.filter(({ family }) => family === 'IPv4'));
  cloud.lists['/v2.0/subnets'] = [{ id: 'ext-subnet', network_id: 'ext', cidr: `${own?.address ?? '127.0.0.1'}/32` }];
}

describe('a cloud that works', () => {
  test('passes every step, and nothing is left of it', async () => {
    const cloud = new FakeCloud();
    const before = structuredClone(cloud.lists);
    const found = await check(cloud);
    expect(stepsOf(found)).toEqual(['leftovers', 'image', 'flavor', 'network', 'instance', 'metadata', 'external network', 'floating ip', 'allowed', 'ping', 'mtu', 'tcp', 'blocked', 'removal']);
    expect(found.finding).toMatch(/^instance ACTIVE after .*; metadata .*; ping 10 of 10 answered; tcp HTTP\/1.0 200 OK$/);
    expect(found.steps.find(({ step }) => step === 'mtu')?.finding).toBe('5 of 5 packets of 1442 bytes answered, uncut');
    expect(cloud.lists).toMatchObject({ ...before, '/servers': [], '/v2.0/routers': [], '/v2.0/floatingips': [], '/v2.0/security-groups': [] });
  });

  test('gets the smallest flavor that is large enough for the image', async () => {
    const cloud = new FakeCloud();
    cloud.lists['/flavors'] = [
      { id: 'large', name: 'large', ram: 4096, disk: 40 },
      { id: 'no-memory', name: 'no-memory', ram: 64, disk: 1 },
      { id: 'no-disk', name: 'no-disk', ram: 192, disk: 0 },
      { id: 'small-disk', name: 'small-disk', ram: 128, disk: 1 },
    ];
    cloud.lists['/v2/images'] = [{ id: 'image-1', name: 'test-guest', status: 'active', min_ram: 128, min_disk: 2 }];
    const asked: Item[] = [];
    cloud.console = (server) => (asked.push(server), `CCP-NONCE ${(server['metadata'] as { nonce: string }).nonce}`);
    await check(cloud);
    expect(asked[0]).toMatchObject({ flavorRef: 'no-disk' });
  });

  test.each([
    ['an image of its own', '/v2/images', [], ['leftovers', 'image', 'removal'], /^image there is no test-guest .*testGuest.* not tried$/],
    ['an external network', '/v2.0/networks', [], ['leftovers', 'image', 'flavor', 'network', 'instance', 'metadata', 'external network', 'removal'], /; external network there is none: .* not tried$/],
  ])('without %s passes, and says what was not tried', async (_, path, items, steps, finding) => {
    const cloud = new FakeCloud();
    cloud.lists[path] = items;
    const found = await check(cloud);
    expect([stepsOf(found), found.finding]).toEqual([steps, expect.stringMatching(finding)]);
  });

  test('may have its external network where this host is not connected with it', async () => {
    const found = await check(new FakeCloud(), { ping: async (_, sent) => ({ sent, received: 0 }) });
    expect(found.finding).toMatch(/external network not connected with this host .*240\.0\.0\.10.* not tried$/);
  });

  test('may be behind a narrower way, where this host is not in its external network', async () => {
    const cloud = new FakeCloud();
    const narrow = probesOf(cloud).ping;
    const found = await check(cloud, { ping: async (address, sent, packetBytes) => (packetBytes === undefined ? narrow(address, sent) : { sent, received: 0 }) });
    expect(found.steps.find(({ step }) => step === 'mtu')?.finding).toMatch(/^0 of 5 packets of 1442 bytes answered; this host has no address/);
  });
});

describe('a cloud that does not work', () => {
  test.each<[string, (cloud: FakeCloud) => Partial<Probes>, RegExp]>([
    ['has no flavor for the image', (cloud) => ((cloud.lists['/flavors'] = [{ id: 'f', name: 'tiny', ram: 64, disk: 1 }]), {}), /no flavor has the 128 MiB of memory and 1 GiB/],
    ['has an image that is no use', (cloud) => ((cloud.lists['/v2/images'] = [{ id: 'i', name: 'test-guest', status: 'queued' }]), {}), /the image test-guest is queued/],
    ['starts no instance', (cloud) => ((cloud.server = { status: 'ERROR', fault: { message: 'No valid host' } }), {}), /could not be started/],
    ['gives no metadata', (cloud) => ((cloud.console = () => 'CCP-META-MISSING'), {}), /metadata of the instance/],
    ['does not route this host, which is inside', (cloud) => (moveInside(cloud), { ping: async (_, sent) => ({ sent, received: 0 }) }), /an answer of the router/],
    ['loses pings', () => ({ ping: async (_, sent) => ({ sent, received: sent === 10 ? 9 : sent }) }), /answered 9 of 10 pings/],
    ['cuts packets', (cloud) => (moveInside(cloud), { ping: async (_, sent, packetBytes) => ({ sent, received: packetBytes === undefined ? sent : 0 }) }), /0 of 5 packets of 1442 bytes/],
    ['refuses connections', () => ({ http: async () => refused }), /to HTTP took longer/],
    ['lets in what no rule allows', () => ({ http: async () => page }), /dropping connections to port 80/],
  ])('%s: that is told, and everything is removed', async (_, spoil, message) => {
    const cloud = new FakeCloud();
    expect((await faultOf(check(cloud, spoil(cloud)))).message).toMatch(message);
    expect([cloud.names('/servers'), cloud.names('/v2.0/routers'), cloud.names('/v2.0/networks')]).toEqual([expect.not.arrayContaining([expect.stringContaining('ccp-verify-')]), [], ['ext-net', 'int-net']]);
  });

  test('a refused connection is not one that a security group drops', async () => {
    const cloud = new FakeCloud();
    const before = probesOf(cloud).http;
    const fault = await faultOf(check(cloud, { http: async (address) => ((await before(address)).kind === 'answer' ? page : refused) }));
    expect([fault.message, fault.evidence]).toEqual([expect.stringContaining('dropping connections'), ['the last one: connect ECONNREFUSED']]);
  });

  test('an address that is silent altogether is not one whose port is dropped', async () => {
    const cloud = new FakeCloud();
    const { ping } = probesOf(cloud);
    const rules = (): number => cloud.lists['/v2.0/security-group-rules']?.length ?? 0;
    const fault = await faultOf(check(cloud, { ping: async (address, sent, bytes) => (cloud.changes.some((change) => change.startsWith('DELETE /v2.0/security-group-rules')) && rules() === 1 ? { sent, received: 0 } : ping(address, sent, bytes)) }));
    expect(fault.message).toContain('to ping, which a rule still allows');
  });

  test('tells its fault first when the removal fails, too', async () => {
    const cloud = new FakeCloud();
    cloud.server = { status: 'ERROR', fault: { message: 'No valid host' } };
    cloud.instead['DELETE /servers/server-5'] = { status: 500, body: 'no message bus' };
    const fault = await faultOf(check(cloud));
    expect(fault.message).toBe('the instance could not be started');
    expect(fault.evidence).toEqual(['No valid host', expect.stringMatching(/removing what was made failed, too: DELETE \/servers\/server-5 .* 500/), expect.stringContaining('ccp-verify-')]);
  });

  test('that is left with Ctrl-C is asked nothing more', async () => {
    const cloud = new FakeCloud();
    const interrupt = new AbortController();
    const http = async (): Promise<HttpOutcome> => (interrupt.abort(), refused);
    expect((await faultOf(check(cloud, { http }, interrupt.signal))).name).toBe('AbortError');
    expect(cloud.names('/servers')).toHaveLength(1);
  });
});
