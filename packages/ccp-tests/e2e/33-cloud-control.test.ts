import { describe, expect, test } from '@jest/globals';
import { agentsReport, allReady, cloud, cloudKubectl, deletePods, openstack, replacePods } from './harness/cloud.ts';
import { rpcAnswers } from './harness/rpc.ts';
import { until } from './harness/until.ts';

async function restarted(...names: string[]): Promise<void> {
  const old = (await cloudKubectl('get', 'pods', '-o', 'name', '-l', `ccp.io/workload in (${names.join(',')})`)).split('\n');
  expect(old).toHaveLength(names.length);
  await deletePods(...names);
  // Pods of a StatefulSet come back under the same name; all others must be gone.
  await cloudKubectl('wait', '--for=delete', '--timeout=90s', ...old.filter((name) => !/-\d+$/.test(name)));
  await allReady(180);
}

describe('the control plane', () => {
  test('every API answers again after its pod was killed', async () => {
    await restarted('keystone', 'glance', 'placement', 'nova', 'neutron', 'nova-metadata', 'nova-conductor', 'nova-scheduler');
    await agentsReport();
  });

  test('an instance that is made as soon as the API of Neutron was replaced comes up: no event of OVN goes to the old one', async () => {
    await replacePods('neutron');
    const members = await cloudKubectl('exec', 'mariadb-0', '-c', 'mariadb', '--', 'mariadb', '-N', '-e', 'SELECT hostname FROM neutron.ovn_hash_ring');
    expect(members.trim().split('\n')).toEqual(['neutron-0', 'neutron-0']);
    const { exitCode, stderr } = await cloud('verify');
    expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
  });

  test('a cache that goes is no fault of any call', async () => {
    await cloudKubectl('delete', 'pod', 'memcached-0', '--force', '--grace-period=0');
    // Without it, and with the new one, to which nobody is connected yet.
    for (let round = 0; round < 3; round += 1) {
      for (const list of [['server', 'list'], ['image', 'list'], ['network', 'list'], ['compute', 'service', 'list']]) await openstack(...list);
      await allReady(60);
    }
  });

  test('every agent answers a call within 60 s of the return of RabbitMQ, which was killed', async () => {
    await cloudKubectl('delete', 'pod', 'rabbitmq-0', '--force', '--grace-period=0');
    await until('RabbitMQ is back', 120, () => cloudKubectl('wait', 'pod/rabbitmq-0', '--for=condition=Ready', '--timeout=60s'));
    await rpcAnswers(60);
    await allReady(180);
    await agentsReport();
  });

  test('everything goes on after MariaDB was killed', async () => {
    await cloudKubectl('delete', 'pod', 'mariadb-0', '--force', '--grace-period=0');
    await allReady(180);
    await agentsReport();
  });

  test('and the cloud does afterwards what it did before', async () => {
    const result = await cloud('verify');
    expect([result.exitCode, result.exitCode === 0 ? '' : result.stderr]).toEqual([0, '']);
  });
});
