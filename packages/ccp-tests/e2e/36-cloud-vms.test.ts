import { describe, expect, test } from '@jest/globals';
import { cloud, cloudJson, openstack, openstackJson } from './harness/cloud.ts';

interface Instance {
  readonly name: string;
  readonly status: string;
  readonly addresses: readonly string[];
  readonly console?: string;
}

const prefix = 'ccp-test-vm-';
const names = [`${prefix}1`, `${prefix}2`];
const create = ['test-vms', 'create', '--count', '2', '--external', 'ext-net'];

/** Ids of the instances that the command made. */
async function made(): Promise<string[]> {
  const servers = await openstackJson<{ ID: string; Name: string }[]>('server', 'list');
  return servers.filter(({ Name }) => Name.startsWith(prefix)).map(({ ID }) => ID).sort();
}

describe('instances to try the cloud with', () => {
  test('are made, each with a floating IP and the page of its console', async () => {
    const instances = await cloudJson<Instance[]>(...create);
    expect(instances.map(({ name, status, addresses, console }) => [name, status, addresses.length, console?.startsWith('http')])).toEqual(names.map((name) => [name, 'ACTIVE', 2, true]));
  });

  test('are not made again', async () => {
    const before = await made();
    expect(before).toHaveLength(2);
    await cloudJson<Instance[]>(...create);
    expect(await made()).toEqual(before);
  });

  test('go altogether, with their floating IPs', async () => {
    expect(await cloudJson<unknown>('test-vms', 'destroy')).toEqual({ removed: 4 });
    expect(await made()).toEqual([]);
    const addresses = await openstackJson<{ 'Fixed IP Address': string | null }[]>('floating', 'ip', 'list');
    expect(addresses.filter((address) => address['Fixed IP Address'] === null)).toEqual([]);
  });

  test('that do not run are a failure, with what Nova says', async () => {
    // Within the quota, and more than a node has.
    await openstack('flavor', 'create', '--ram', '49152', '--disk', '1', 'too-large');
    const { exitCode, stdout } = await cloud('test-vms', 'create', '--flavor', 'too-large');
    await cloud('test-vms', 'destroy');
    await openstack('flavor', 'delete', 'too-large');
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/^ccp-test-vm-1 +ERROR +No valid host/)]);
    expect(await made()).toEqual([]);
  });
});

describe('an instance', () => {
  test('starts with every disk that its node makes: a config drive, an ephemeral one and swap', async () => {
    await openstack('flavor', 'create', '--ram', '192', '--disk', '1', '--ephemeral', '1', '--swap', '16', 'more-disks');
    const { exitCode, stderr } = await cloud('openstack', 'server', 'create', '--image', 'test-guest', '--flavor', 'more-disks', '--network', 'int-net', '--config-drive', 'true', '--wait', 'more-disks');
    const { status } = await openstackJson<{ status: string }>('server', 'show', 'more-disks');
    await openstack('server', 'delete', '--wait', 'more-disks');
    await openstack('flavor', 'delete', 'more-disks');
    expect([exitCode, exitCode === 0 ? '' : stderr, status]).toEqual([0, '', 'ACTIVE']);
  });
});
