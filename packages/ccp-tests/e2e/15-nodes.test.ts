import { describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ccp, ccpJson, config, kubectl, type Result } from './harness/ccp.ts';
import { withNodes, type Cluster } from './harness/cluster.ts';

const two = ['--set', 'replicas.keystone=2'];

interface Plan {
  readonly nodeLabels: readonly { readonly node: string; readonly label: string; readonly action: string }[];
}

async function nodesOf(namespace: string, label: string): Promise<string[]> {
  const path = 'jsonpath={range .items[?(@.status.phase=="Running")]}{.spec.nodeName}{"\\n"}{end}';
  return (await kubectl('-n', namespace, 'get', 'pods', '-l', label, '-o', path)).split('\n').filter((name) => name !== '').sort();
}

/** The file leaves three nodes and two replicas of Keystone: the next ones work with them. */
describe('nodes', () => {
  test('a cluster of one grows to three while it runs', async () => {
    const { nodes, state } = await withNodes(3);
    expect(state).toBe('ready');
    expect(nodes.map(({ role, ready, schedulable }) => [role, ready, schedulable])).toEqual([
      ['control-plane', true, true],
      ['worker', true, true],
      ['worker', true, true],
    ]);
    expect(await kubectl('-n', 'kube-system', 'get', 'secrets', '--field-selector', 'type=bootstrap.kubernetes.io/token', '-o', 'name')).toBe('');
    expect(new Set(await nodesOf('kube-system', 'k8s-app=kube-dns')).size).toBe(2);
  });

  test('what exists stays: a run without a number adds and removes nothing', async () => {
    expect((await ccpJson<Cluster>(['cluster', 'up', '-o', 'json'])).nodes).toHaveLength(3);
  });

  test('labels of Kubernetes choose nodes, too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ccp-e2e-nodes-'));
    const planFor = async (selector: string): Promise<Result> => {
      const file = join(folder, 'ccp.yaml');
      await writeFile(file, `${await readFile(config, 'utf8')}\nnodes:\n  'label:${selector}': {roles: [controller]}\n`);
      return ccp(['plan', '-o', 'json'], { config: file });
    };
    await kubectl('label', 'node', 'ccp-e2e-3', 'disk=ssd');
    try {
      const { stdout, stderr } = await planFor('disk in (ssd, nvme),!spare');
      expect([(JSON.parse(stdout) as Plan).nodeLabels, stderr]).toEqual([
        [
          { node: 'ccp-e2e-1', label: 'e2e.ccp.io/controller', action: 'remove' },
          { node: 'ccp-e2e-3', label: 'e2e.ccp.io/controller', action: 'add' },
        ],
        '',
      ]);
      const none = await planFor('disk=tape');
      expect([none.exitCode, none.stderr]).toEqual([2, expect.stringMatching(/CONFIG_INVALID: keystone runs on role "controller", which no node has[^]*ccp\.yaml:\d+:\d+/)]);
    } finally {
      await kubectl('label', 'node', 'ccp-e2e-3', 'disk-');
      await rm(folder, { recursive: true });
    }
  });

  test('more replicas than nodes can carry are refused with the nodes that could', async () => {
    const { exitCode, stderr } = await ccp(['plan', '--set', 'replicas.keystone=9']);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/keystone wants 9 replicas; nodes of its role are 3: ccp-e2e-1, ccp-e2e-2, ccp-e2e-3[^]*replicas\.keystone to 3/)]);
  });

  test('the plan gives the roles to the new nodes; two replicas run on two nodes', async () => {
    const { nodeLabels } = await ccpJson<Plan>(['plan', '-o', 'json', ...two]);
    expect(nodeLabels.map(({ label, action }) => [label, action])).toEqual([
      ['e2e.ccp.io/controller', 'add'],
      ['e2e.ccp.io/controller', 'add'],
    ]);
    await ccpJson(['deploy', '-o', 'json', ...two]);
    expect(new Set(await nodesOf('ccp-e2e', 'ccp.io/workload=keystone')).size).toBe(2);
    expect((await ccp(['plan', '--check', ...two])).exitCode).toBe(0);
  });
});
