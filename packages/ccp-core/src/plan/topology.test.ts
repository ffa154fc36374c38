import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../config/index.ts';
import type { CcpError } from '../diagnostics/index.ts';
import { renderService } from '../render/index.ts';
import { sampleApp, sampleDatabase } from '../testing/sample-catalog.ts';
import { sampleModels } from '../testing/sample-desired.ts';
import { checkCandidates, type ClusterNode } from './topology.ts';

const nodes: ClusterNode[] = ['c1', 'g1', 'h1'].map((name) => ({ name, address: '10.0.0.1', labels: {} }));
const sets = ['nodes.c1.roles=[controller]', 'nodes.g1.roles=[network]', 'nodes.h1.roles=[compute, network]'];
const gateway = { ...sampleApp, roles: ['compute', 'network'] };

async function podSpec(given: readonly string[]): Promise<Record<string, unknown> | undefined> {
  const { models } = await sampleModels(given, [sampleDatabase, gateway]);
  const model = models.find(({ owner }) => owner.service === gateway.name);
  const rendered = model === undefined ? undefined : renderService(model, { imageReference: (name) => name, imageKey: () => 'k', secretVersion: () => 'v', podInit: undefined });
  return (rendered?.workload?.['spec'] as { template: { spec: Record<string, unknown> } } | undefined)?.template.spec;
}

describe('a service of several roles', () => {
  test('runs on every node that has one of them', async () => {
    const { topology } = await sampleModels(sets, [sampleDatabase, gateway]);
    expect(topology.rolesOf.get(gateway.name)).toEqual(['compute', 'network']);
    expect(Object.fromEntries(topology.nodeLabels(nodes))).toEqual({
      c1: { 'local.ccp.io/controller': 'true' },
      g1: { 'local.ccp.io/network': 'true' },
      h1: { 'local.ccp.io/compute': 'true', 'local.ccp.io/network': 'true' },
    });
    const { affinity, nodeSelector } = (await podSpec(sets)) ?? {};
    const term = (role: string): object => ({ matchExpressions: [{ key: `local.ccp.io/${role}`, operator: 'In', values: ['true'] }] });
    expect(affinity).toMatchObject({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term('compute'), term('network')] } } });
    expect(nodeSelector).toBeUndefined();
  });

  test('runs on the nodes of the one that is given', async () => {
    expect((await podSpec(['nodes.c1.roles=[controller]', 'nodes.g1.roles=[network]']))?.['nodeSelector']).toEqual({ 'local.ccp.io/network': 'true' });
  });

  test('can ask which nodes have a role', async () => {
    const { topology } = await sampleModels(sets, [sampleDatabase, gateway]);
    expect([topology.nodesWith('network', nodes), topology.nodesWith('network', []), topology.nodesWith('none', nodes)]).toEqual([['g1', 'h1'], [], []]);
  });
});

describe('replicas', () => {
  async function faultsOf(more: readonly string[], cluster: readonly ClusterNode[] = nodes, services = [sampleDatabase, gateway]): Promise<CcpError[]> {
    const all = [...sets, ...more];
    const { configuration } = await loadConfiguration(undefined, all, []);
    const { models, topology } = await sampleModels(all, services);
    return checkCandidates(models, topology, configuration, cluster);
  }

  test('that find a node each are no fault', async () => {
    expect(await faultsOf(['replicas.app=2'])).toEqual([]);
  });

  test('of more than the nodes of the roles are refused with both numbers, the nodes and what to do', async () => {
    const [fault, ...more] = await faultsOf(['replicas.app=3', 'replicas.store=1']);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'app wants 3 replicas; nodes of its role are 2: g1, h1',
      hint: 'Give the role to more nodes, or set replicas.app to 2.',
      where: { object: '--set replicas.app=3' },
    });
  });

  test('are not counted of what runs once on every node, and not before the cluster is known', async () => {
    expect(await faultsOf([], nodes, [sampleDatabase, { ...gateway, kind: 'DaemonSet', availability: { replicas: 3 } }])).toEqual([]);
    expect(await faultsOf(['replicas.app=3'], [])).toEqual([]);
  });
});
