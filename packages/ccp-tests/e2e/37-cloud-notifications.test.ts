import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { agentsReport, cloud, cloudKubectl, openstack } from './harness/cloud.ts';
import { until } from './harness/until.ts';

const server = 'rabbitmq-notifications';
/** The example of ccp-rabbitmq's README, which gives Keystone and Nova a second RabbitMQ for their notifications. */
let example = '';

beforeAll(async () => {
  const readme = await readFile(new URL('../../ccp-rabbitmq/README.md', import.meta.url), 'utf8');
  const { services } = parse(/```yaml\n([^]*?)```/.exec(readme)?.[1] ?? '') as { services: object };
  expect(services).toHaveProperty(server);
  example = `services=${JSON.stringify(services)}`;
});

async function deployed(...args: string[]): Promise<void> {
  const { exitCode, stderr } = await cloud('deploy', ...args);
  expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
}

/** Type of the queue `notifications.info` of a service, and the messages that wait in it; undefined when there is no such queue. */
async function queueOf(member: string, service: string): Promise<{ type: string; messages: number } | undefined> {
  const command = ['/usr/lib/rabbitmq/bin/rabbitmqctl', '--quiet', 'list_queues', '--no-table-headers', '--vhost', service, 'name', 'type', 'messages'];
  const row = (await cloudKubectl('exec', member, '--', ...command)).split('\n').map((line) => line.split('\t')).find(([name]) => name === 'notifications.info');
  return row === undefined ? undefined : { type: row[1] ?? '', messages: Number(row[2]) };
}

/** Makes and removes a project, of which Keystone tells. */
async function changeProjects(name: string): Promise<void> {
  await openstack('project', 'create', name);
  await openstack('project', 'delete', name);
}

describe('notifications to a server of their own', () => {
  test('of Keystone and Nova wait there in replicated queues, and not beside the calls', async () => {
    await deployed('--set', example);
    await changeProjects('noticed');
    await openstack('server', 'create', '--image', 'test-guest', '--flavor', 'm1.test', '--network', 'int-net', '--wait', 'noticed');
    await openstack('server', 'delete', '--wait', 'noticed');
    for (const service of ['keystone', 'nova']) {
      const queue = await until(`notifications of ${service}`, 60, async () => {
        const found = await queueOf(`${server}-0`, service);
        return (found?.messages ?? 0) > 0 ? found : undefined;
      });
      process.stderr.write(`${service}: ${queue.messages} notifications\n`);
      expect(queue.type).toBe('quorum');
    }
    expect(await queueOf('rabbitmq-0', 'nova')).toBeUndefined();
  });

  test('do not stop their senders when it is away', async () => {
    await cloudKubectl('scale', `statefulset/${server}`, '--replicas=0');
    await cloudKubectl('wait', `pod/${server}-0`, '--for=delete', '--timeout=120s');
    const began = performance.now();
    await changeProjects('unnoticed');
    const seconds = (performance.now() - began) / 1000;
    process.stderr.write(`a project made and removed without the server: ${seconds.toFixed(1)} s\n`);
    // Seconds each; a sender that tries for as long as the library does by itself stops for minutes.
    expect(seconds).toBeLessThan(120);
  }, 5 * 60_000);

  test('end with the binding, and the server is removed', async () => {
    await deployed();
    expect(await cloudKubectl('get', 'statefulsets,services,pods', '-l', `ccp.io/service=${server}`, '-o', 'name')).toBe('');
    await changeProjects('again');
    await agentsReport();
  });
});
