import { beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { agentsReport, allReady, cloud, cloudKubectl, openstack, openstackJson, pinging, removeFromNode, replacePods, restartKubelet, services } from './harness/cloud.ts';
import { pushedVariant } from './harness/docker.ts';
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

/** Names of the guests that libvirt runs. */
async function guests(): Promise<string> {
  return (await cloudKubectl('exec', 'ds/libvirt', '-c', 'libvirt', '--', 'virsh', '--connect', 'qemu:///system', 'list', '--name')).trim();
}

/** Process that libvirtd is on the node. */
async function libvirtd(): Promise<string> {
  const pid = (await cloudKubectl('exec', 'ds/libvirt', '-c', 'libvirt', '--', 'pgrep', '-x', 'libvirtd')).trim();
  expect(pid).toMatch(/^\d+$/);
  return pid;
}

/** Number of network interfaces of a guest. */
async function interfaces(guest: string): Promise<number> {
  return (await cloudKubectl('exec', 'ds/libvirt', '-c', 'libvirt', '--', 'virsh', '--connect', 'qemu:///system', 'domiflist', guest)).split('\n').filter((line) => /\bvirtio\b/.test(line)).length;
}

describe('libvirt', () => {
  test('can be used by root alone, of all users of the node', async () => {
    const modes = await cloudKubectl('exec', 'ds/libvirt', '-c', 'libvirt', '--', 'stat', '-c', '%a %U %n', '/run/libvirt/libvirt-sock', '/run/libvirt/libvirt-sock-ro');
    expect(modes.trim().split('\n')).toEqual(['700 root /run/libvirt/libvirt-sock', '700 root /run/libvirt/libvirt-sock-ro']);
  });
});

describe('a running guest', () => {
  test('does not notice that Nova, libvirt, OVN and the database of the switch are replaced: no ping of 10 per second is lost', async () => {
    const { sent, lost } = await pinging(address, 60, async () => {
      for (const name of ['nova-compute', 'libvirt', 'ovn-controller', 'openvswitch-db', 'neutron-ovn-agent']) await replacePods(name);
    });
    process.stderr.write(`agents and hypervisor replaced: ${lost} of ${sent} pings lost\n`);
    expect(sent).toBe(600);
    expect(lost).toBe(0);
    // Libvirt went while the new agent was starting.
    await agentsReport();
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
    const [before, crashed] = [await guests(), await libvirtd()];
    expect(before).toMatch(/^instance-/);
    const { lost } = await pinging(address, 15, async () => {
      // The command may end with its container, which says nothing; that there is another daemon does.
      await cloudKubectl('exec', 'ds/libvirt', '-c', 'libvirt', '--', 'pkill', '-KILL', '-x', 'libvirtd').catch(() => undefined);
      await until('another libvirtd answers', 60, async () => ((await libvirtd()) !== crashed && (await guests()) === before ? true : undefined));
    });
    expect(lost).toBe(0);
    await allReady(90);
  });

  test('gets another image of libvirt when its pod is deleted, and outlives that and a restart of the kubelet', async () => {
    const before = await guests();
    const imageOf = async (kind: string): Promise<string> => (await cloudKubectl('get', kind, '-l', 'ccp.io/service=libvirt', '-o', 'jsonpath={.items[0]..containers[0].image}')).trim();
    const older = await imageOf('daemonsets');
    const newer = await pushedVariant(older, '127.0.0.1:15101');
    await cloudKubectl('set', 'image', 'daemonset/libvirt', `libvirt=${newer}`);
    await until('status tells of the old pod', 30, async () => ((await services()).find(({ service }) => service === 'libvirt')?.reason.includes('1 of 1 pods of an earlier revision') ? true : undefined));
    expect(await imageOf('pods')).not.toBe(newer);
    const { lost } = await pinging(address, 40, async () => {
      await replacePods('libvirt');
      await restartKubelet();
    });
    expect(lost).toBe(0);
    expect([await imageOf('pods'), await guests()]).toEqual([newer, before]);
    await allReady(120);
    // What a device that is plugged in needs is on the node itself: the image that the guest was started from may go.
    await removeFromNode(older);
    await openstack('server', 'add', 'network', 'guest', 'int-net');
    expect(await interfaces(before)).toBe(2);
    const ports = await openstackJson<{ ID: string }[]>('port', 'list', '--server', 'guest');
    const [{ Port: kept = '' } = {}] = await openstackJson<{ Port: string }[]>('floating', 'ip', 'list');
    for (const { ID } of ports) if (ID !== kept) await openstack('server', 'remove', 'port', 'guest', ID);
    await until('one interface again', 30, async () => ((await interfaces(before)) === 1 ? true : undefined));
    // What was changed by hand is taken back, and again the pod stays until it is deleted.
    const { exitCode, stderr } = await cloud('deploy');
    expect([exitCode, /libvirt: 1 of 1 pods of an earlier revision/.test(stderr)]).toEqual([0, true]);
    await replacePods('libvirt');
    expect([await imageOf('pods'), await guests()]).toEqual([await imageOf('daemonsets'), before]);
  });
});
