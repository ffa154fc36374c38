import { beforeAll, describe, expect, test } from '@jest/globals';
import { ccp, ccpJson, kubectl, type Result } from './harness/ccp.ts';
import { leftInVolumes, withNodes, type Cluster } from './harness/cluster.ts';
import { tokenStatus } from './harness/identity.ts';

const namespace = 'ccp-second';
const offset = ['--set', 'endpoints.nodePortOffset=200'];
let cluster: Cluster;
/** The node that carries the second environment. */
let second: string;

/** Runs ccp for the second environment, on the cluster of the first. */
function other(...args: string[]): Promise<Result> {
  const place = `nodes={${JSON.stringify(second)}: {roles: [controller]}}`;
  return ccp(['--environment', 'second', '--set', `installer.name=${cluster.name}`, '--set', place, ...args]);
}

interface Volumes {
  readonly items: readonly { readonly metadata: { readonly name: string }; readonly spec: { readonly claimRef?: { readonly namespace: string } }; readonly status: { readonly phase: string } }[];
}

beforeAll(async () => {
  cluster = await withNodes(3);
  second = cluster.nodes[1]?.name ?? '';
  expect((await ccp(['deploy'])).exitCode).toBe(0);
});

describe('two environments on one cluster', () => {
  let token: string;

  test('the same node port is refused by the plan, with the way out', async () => {
    token = (await ccpJson<{ id: string }>(['openstack', 'token', 'issue', '-f', 'json'])).id;
    const result = await other('plan');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('30500');
    expect(result.stderr).toContain('"e2e"');
    expect(result.stderr).toContain('endpoints.nodePortOffset');
  });

  test('with other ports they run side by side', async () => {
    const up = await other('up', ...offset);
    expect([up.exitCode, up.stderr]).toEqual([0, expect.any(String)]);
    expect(up.stdout).toContain(':30700/v3');
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
    expect((await ccp(['status'])).exitCode).toBe(0);
    expect(await tokenStatus(token)).toBe(200);
  });

  test('a node that holds data is not removed', async () => {
    const refused = await ccp(['cluster', 'remove-node', second]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('NODE_IN_USE');
    expect(refused.stderr).toContain(`claim ${namespace}/data-mariadb-0`);
  });

  test('removing one leaves the other untouched, and nothing of its data', async () => {
    const down = await other('down', ...offset);
    expect([down.exitCode, down.stdout]).toEqual([0, expect.stringContaining('The cluster stays: e2e')]);
    expect(await kubectl('get', 'namespaces', '-o', 'name')).not.toContain(namespace);
    expect(await kubectl('get', 'nodes', '--show-labels')).not.toContain('second.ccp.io');
    const { items } = JSON.parse(await kubectl('get', 'persistentvolumes', '-o', 'json')) as Volumes;
    expect(items.filter(({ status }) => status.phase !== 'Available').map(({ spec }) => spec.claimRef?.namespace)).toEqual(['ccp-e2e']);
    expect(await leftInVolumes(second, [])).toBe('');
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
    expect(await tokenStatus(token)).toBe(200);
  });
});

describe('nodes', () => {
  test('the cluster shrinks to one node; the environment lives on', async () => {
    const { nodes, state } = await withNodes(1);
    expect([state, nodes.map(({ role }) => role)]).toEqual(['ready', ['control-plane']]);
    expect((await ccp(['up'])).exitCode).toBe(0);
    expect((await ccp(['plan', '--check'])).exitCode).toBe(0);
  });
});
