import { describe, expect, test } from '@jest/globals';
import { ccp, ccpJson, kubectl } from './harness/ccp.ts';
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
