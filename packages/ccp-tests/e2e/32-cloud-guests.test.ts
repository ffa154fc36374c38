import { beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { allReady, cloudKubectl, openstackJson, pinging, replacePods } from './harness/cloud.ts';
import { until } from './harness/until.ts';

/** Floating IP of the instance that an earlier file left. */
let address = '';

beforeAll(async () => {
  const [first] = await openstackJson<{ 'Floating IP Address': string; 'Fixed IP Address': string | null }[]>('floating', 'ip', 'list');
  address = first?.['Floating IP Address'] ?? '';
});

/** A connection over which half of a request was sent. */
async function halfRequest(): Promise<Socket> {
  const socket = connect(80, address);
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.0\r\n');
  return socket;
}

describe('a running guest', () => {
  test('does not notice that Nova, libvirt, OVN and the database of the switch are replaced: no ping of 10 per second is lost', async () => {
    const { sent, lost } = await pinging(address, 60, async () => {
      for (const name of ['nova-compute', 'libvirt', 'ovn-controller', 'openvswitch-db', 'neutron-ovn-agent']) await replacePods(name);
    });
    process.stderr.write(`agents and hypervisor replaced: ${lost} of ${sent} pings lost\n`);
    expect(sent).toBe(600);
    expect(lost).toBe(0);
  });

  test('is cut off for at most 2 s when the switch itself is replaced, and connections go on', async () => {
    const socket = await halfRequest();
    const { sent, lost } = await pinging(address, 20, () => replacePods('openvswitch-vswitchd'));
    process.stderr.write(`switch replaced: ${lost} of ${sent} pings lost\n`);
    expect(lost).toBeLessThanOrEqual(20);
    socket.end('\r\n');
    expect(await text(socket)).toContain('hello from guest');
  });

  test('survives a crash of libvirtd, which finds it again', async () => {
    const guests = (): Promise<string> => cloudKubectl('exec', 'ds/libvirt', '-c', 'libvirt', '--', 'virsh', '--connect', 'qemu:///system', 'list', '--name');
    const before = (await guests()).trim();
    expect(before).toMatch(/^instance-/);
    const { lost } = await pinging(address, 15, async () => {
      await cloudKubectl('exec', 'ds/libvirt', '-c', 'libvirt', '--', 'pkill', '-KILL', '-x', 'libvirtd').catch(() => undefined);
      await until('libvirtd answers again', 60, async () => ((await guests()).trim() === before ? true : undefined));
    });
    expect(lost).toBe(0);
    await allReady(90);
  });
});
