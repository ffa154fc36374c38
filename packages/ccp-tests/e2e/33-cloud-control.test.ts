import { describe, expect, test } from '@jest/globals';
import { allReady, cloud, cloudKubectl, deletePods, openstackJson } from './harness/cloud.ts';
import { until } from './harness/until.ts';

interface Agent {
  Binary: string;
  State: string;
  'Updated At': string;
}

async function restarted(...names: string[]): Promise<void> {
  await deletePods(...names);
  await cloudKubectl('wait', 'pod', '--for=delete', '--timeout=90s', '-l', `ccp.io/workload in (${names.join(',')})`, '--field-selector=status.phase!=Running').catch(() => undefined);
  await allReady(180);
}

/** Agents write that they live through the message bus: one that does so later than now has found it again. */
async function agentsReport(): Promise<void> {
  const since = Date.now();
  await until('a sign of life of every agent', 90, async () => {
    const agents = await openstackJson<Agent[]>('compute', 'service', 'list');
    return agents.length >= 3 && agents.every((agent) => agent.State === 'up' && Date.parse(`${agent['Updated At']}Z`) > since) ? true : undefined;
  });
}

describe('the control plane', () => {
  test('every API answers again after its pod was killed', async () => {
    await restarted('keystone', 'glance', 'placement', 'nova', 'neutron', 'nova-metadata', 'nova-conductor', 'nova-scheduler');
    await agentsReport();
  });

  test('every agent is back after RabbitMQ was killed', async () => {
    await cloudKubectl('delete', 'pod', 'rabbitmq-0', '--force', '--grace-period=0');
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
