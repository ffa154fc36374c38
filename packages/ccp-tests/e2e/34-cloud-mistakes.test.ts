import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ccp, start } from './harness/ccp.ts';
import { allReady, cloud, cloudConfig, openstack, openstackJson, services } from './harness/cloud.ts';
import { shows } from './harness/shows.ts';
import { until } from './harness/until.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('mistakes of tenants', () => {
  test('a file that is no image is refused and leaves none that is active', async () => {
    await writeFile(join(folder, 'letter.qcow2'), 'Dear operator, this is no disk.\n'.repeat(1000));
    const result = await ccp(['openstack', 'image', 'create', '--disk-format', 'qcow2', '--container-format', 'bare', '--file', join(folder, 'letter.qcow2'), 'letter'], { config: cloudConfig, directory: folder });
    expect(result.exitCode).not.toBe(0);
    const images = await openstackJson<{ Name: string; Status: string }[]>('image', 'list');
    expect(images.filter(({ Name, Status }) => Name === 'letter' && Status === 'active')).toEqual([]);
    await openstack('image', 'delete', 'letter').catch(() => undefined);
  });

  test('an instance that is too big for every node says so', async () => {
    await openstack('flavor', 'create', '--ram', '49152', '--disk', '1', '--vcpus', '1', 'giant');
    await openstack('server', 'create', '--image', 'test-guest', '--flavor', 'giant', '--network', 'int-net', 'goliath');
    const fault = await until('the fault of the instance', 60, async () => {
      const server = await openstackJson<{ status: string; fault?: { message: string } }>('server', 'show', 'goliath');
      return server.status === 'ERROR' ? server.fault?.message : undefined;
    });
    expect(fault).toMatch(/No valid host/);
    await openstack('server', 'delete', '--wait', 'goliath');
    await openstack('flavor', 'delete', 'giant');
  });
});

describe('mistakes of operators', () => {
  test('an option that Nova does not know is refused before anything is deployed', async () => {
    const result = await cloud('deploy', '--set', 'services.nova-scheduler.files={"nova.conf": {"scheduler": {"wrokers": 3}}}');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('has no option "wrokers"');
    expect(result.stderr).toContain('Did you mean "workers"?');
  });

  test('an interface of a physical network that the node does not have is named by status; set back, all is well', async () => {
    const deploying = start(['deploy', '-c', 'ovn-controller', '--set', 'services.ovn-controller.config.physicalNetworks.public.interface=eth7'], { config: cloudConfig });
    await shows(deploying.child, /service ovn-controller .*eth7/);
    deploying.child.kill('SIGINT');
    expect((await deploying.ended).exitCode).not.toBe(0);
    const state = (await services()).find(({ service }) => service === 'ovn-controller');
    expect(state?.reason).toContain('eth7');
    expect((await cloud('deploy', '-c', 'ovn-controller')).exitCode).toBe(0);
    await allReady(60);
  });
});
