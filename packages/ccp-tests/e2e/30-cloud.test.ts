import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { allReady, cloud, cloudJson, openstack, openstackJson, ping, pinging, services, type Pings } from './harness/cloud.ts';
import { screenGreeting } from './harness/console.ts';
import { until } from './harness/until.ts';

interface Check {
  check: string;
  finding: string;
  steps: { step: string; finding: string; seconds: number }[];
}
interface UpReport {
  changed: boolean;
  seconds: number;
  phases: { phase: string; seconds: number }[];
  images: { built: number };
  checks: Check[];
}

// A run that was cut off may have left its cloud, with instances of the names used here.
beforeAll(async () => expect((await cloud('down')).exitCode).toBe(0));

describe('the whole cloud', () => {
  test('comes up with an instance that was used as a tenant does', async () => {
    const { exitCode, stdout, stderr } = await cloud('up', '-o', 'json');
    expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout) as UpReport;
    // What the libraries of ccp warn of is nothing to its user.
    expect(stderr).not.toContain('Warning');
    process.stderr.write(`up: ${report.seconds} s, ${JSON.stringify(report.phases)}, ${report.images.built} images built\n`);
    const instance = report.checks.find(({ check }) => check === 'instance');
    expect(instance?.steps.map(({ step }) => step)).toEqual(['leftovers', 'image', 'flavor', 'network', 'instance', 'metadata', 'external network', 'floating ip', 'allowed', 'ping', 'mtu', 'tcp', 'blocked', 'removal']);
    expect(instance?.finding).toContain('ping 10 of 10 answered');
    for (const step of instance?.steps ?? []) process.stderr.write(`  ${step.step}: ${step.finding}, ${step.seconds} s\n`);
  });

  test('again has nothing to do', async () => {
    const report = await cloudJson<UpReport>('up');
    expect([report.changed, report.images.built]).toEqual([false, 0]);
    process.stderr.write(`up again: ${report.seconds} s\n`);
  });

  test('has the networks, flavors and images that were declared', async () => {
    expect((await openstackJson<{ Name: string }[]>('flavor', 'list', '--all')).map(({ Name }) => Name).sort()).toEqual(['m1.large', 'm1.medium', 'm1.small', 'm1.test', 'm1.tiny', 'm1.xlarge']);
    expect((await openstackJson<{ Name: string }[]>('network', 'list')).map(({ Name }) => Name).sort()).toEqual(['ext-net', 'int-net']);
    expect(await openstackJson<{ Name: string; Status: string }[]>('image', 'list')).toContainEqual(expect.objectContaining({ Name: 'test-guest', Status: 'active' }));
    // Further ones: a file beside the configuration, and a copy of the test guest's disk.
    expect((await openstackJson<{ Name: string; Status: string }[]>('image', 'list')).map(({ Name, Status }) => [Name, Status])).toEqual(expect.arrayContaining([['from-file', 'active'], ['from-image', 'active']]));
    const hashOf = async (name: string): Promise<unknown> => (await openstackJson<{ properties: Record<string, unknown> }>('image', 'show', name)).properties['ccp_sha256'];
    const file = createHash('sha256').update(await readFile(new URL('../ccp.yaml', import.meta.url))).digest('hex');
    expect([await hashOf('from-file'), await hashOf('from-image')]).toEqual([file, await hashOf('test-guest')]);
  });

  test('runs an instance for a user: console, floating IP, ping and HTTP from the host', async () => {
    const group = (await openstackJson<{ id: string }>('security', 'group', 'create', 'open')).id;
    for (const rule of [['--proto', 'icmp'], ['--proto', 'tcp', '--dst-port', '80']]) await openstack('security', 'group', 'rule', 'create', ...rule, group);
    await openstack('server', 'create', '--image', 'test-guest', '--flavor', 'm1.test', '--network', 'int-net', '--security-group', group, '--property', 'nonce=e2e-4711', '--wait', 'guest');
    const { floating_ip_address: address } = await openstackJson<{ floating_ip_address: string }>('floating', 'ip', 'create', 'ext-net');
    await openstack('server', 'add', 'floating', 'ip', 'guest', address);
    await until('the number on the console', 120, async () => ((await openstack('console', 'log', 'show', 'guest')).includes('CCP-NONCE e2e-4711') ? true : undefined));
    const page = await until('an answer by HTTP', 60, async () => (await fetch(`http://${address}/`, { signal: AbortSignal.timeout(3000) })).text());
    expect(page).toContain('hello from guest');
    expect((await pinging(address, 3)).lost).toBe(0);
  });

  test('a bandwidth limit on the port of an instance holds: what it sends is measured', async () => {
    const [{ 'Floating IP Address': address = '', Port: port = '' } = {}] = await openstackJson<{ 'Floating IP Address': string; Port: string }[]>('floating', 'ip', 'list');
    await openstack('network', 'qos', 'policy', 'create', 'slow');
    await openstack('network', 'qos', 'rule', 'create', '--type', 'bandwidth-limit', '--max-kbps', '300', '--max-burst-kbits', '300', '--egress', 'slow');
    // 1.1 Mbit/s asked for; with their headers, 1442 bytes each.
    const load = ['-i', '0.01', '-c', '600', '-s', '1400'];
    const kbit = ({ sent, lost }: Pings): number => ((sent - lost) * 1442 * 8) / 1000;
    const free = await ping(address, load);
    await openstack('port', 'set', '--qos-policy', 'slow', port);
    const limited = await until('the limit', 30, async () => {
      const pings = await ping(address, load);
      return pings.lost > 0 ? pings : undefined;
    });
    process.stderr.write(`sent of ${kbit({ ...free, lost: 0 })} kbit: ${kbit(free)} without a limit, ${kbit(limited)} in ${limited.seconds} s with 300 kbit/s\n`);
    expect(kbit(free)).toBeGreaterThan(0.99 * kbit({ ...free, lost: 0 }));
    expect(kbit(limited)).toBeLessThan(1.1 * (300 * limited.seconds + 300));
    expect(kbit(limited)).toBeGreaterThan(0.9 * 300 * limited.seconds);
    await openstack('port', 'unset', '--qos-policy', port);
    await openstack('network', 'qos', 'policy', 'delete', 'slow');
  });

  test('every service is ready, and the links of APIs, consoles and the dashboard are shown', async () => {
    await allReady(60);
    const linked = (await services()).filter(({ links }) => links.length > 0).map(({ service }) => service);
    expect(linked.sort()).toEqual(['glance', 'horizon', 'keystone', 'neutron', 'nova', 'nova-novncproxy', 'placement']);
  });

  test('a link to the console of an instance leads to the pages of noVNC, and their WebSocket to the screen; without the token to nothing', async () => {
    const { url } = await openstackJson<{ url: string }>('console', 'url', 'show', '--novnc', 'guest');
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('noVNC');
    expect(await screenGreeting(url)).toMatch(/^RFB 003\./);
    await expect(screenGreeting(url.replace(/token%3D[^&]+/, 'token%3Dwrong'))).rejects.toThrow();
  });

  test('verify says so in a table, too', async () => {
    const result = await cloud('verify');
    expect([result.exitCode, result.stdout]).toEqual([0, expect.stringMatching(/instance +ping +[\d.]+ +10 of 10 answered|ping +[\d.]+ +10 of 10 answered/)]);
  });
});
