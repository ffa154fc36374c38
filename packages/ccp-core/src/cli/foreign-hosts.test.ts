import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../config/index.ts';
import type { HostAccess, ServiceDefinition } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi } from '../engine/cluster-contract.ts';
import type { ClusterNode } from '../plan/topology.ts';
import { renderService, type KubeObject } from '../render/index.ts';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { sampleApp, sampleDatabase } from '../testing/sample-catalog.ts';
import { sampleModels } from '../testing/sample-desired.ts';
import { foreignHosts } from './foreign-hosts.ts';

const nodes: ClusterNode[] = ['c1', 'h1', 'h2'].map((name) => ({ name, address: '10.0.0.1', labels: {} }));
const onAll = ['nodes.c1.roles=[controller]', "nodes.'h.*'.roles=[compute]"];
const apart = ['nodes.c1.roles=[controller]', 'nodes.h1.roles=[compute]'];

/** Runs on every compute node, and shares `host` with it. */
function hypervisor(host: HostAccess): ServiceDefinition {
  return { ...sampleApp, name: 'hyper', kind: 'DaemonSet', roles: ['compute'], daemon: (context) => ({ ...sampleApp.daemon(context), host }) };
}
const folders = hypervisor({ reason: 'guests', paths: { state: { path: '/var/lib/guests' } } });

/** A cluster with the pods that this environment has with these services, all on the given node. */
async function clusterOf(environment: string, node: string, services: readonly ServiceDefinition[]): Promise<ClusterApi> {
  const cluster = fakeCluster(nodes);
  const { models } = await sampleModels([`environment.name=${environment}`, ...onAll], services);
  for (const model of models) {
    const { workload } = renderService(model, { imageReference: (name) => name, imageKey: () => 'k', secretVersion: () => 'v', podInit: undefined });
    const { template } = workload?.['spec'] as { template: { metadata: object; spec: object } };
    await cluster.create({ apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, name: `${model.owner.service}-0` }, spec: { ...template.spec, nodeName: node } } as KubeObject);
  }
  return cluster;
}

async function faults(cluster: ClusterApi | undefined, sets: readonly string[], services: readonly ServiceDefinition[] = [sampleDatabase, folders]): Promise<CcpError[]> {
  const all = ['environment.name=b', ...sets];
  const { configuration } = await loadConfiguration(undefined, all, []);
  if (configuration === undefined) throw new Error('invalid');
  return foreignHosts(cluster, { configuration, nodes, ...(await sampleModels(all, services)) });
}

describe('nodes of which two environments use the host', () => {
  test.each([
    ['folders', folders],
    ['the network', hypervisor({ reason: 'switch', network: true })],
    ['the processes', hypervisor({ reason: 'switch', processes: true })],
  ])('%s: one fault names services, node, environment and the way out', async (_what, service) => {
    const found = await faults(await clusterOf('a', 'h2', [sampleDatabase, service]), onAll);
    expect(found).toEqual([expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(/^hyper would share the node h2 with hyper of the environment "a"/) as unknown })]);
    expect(found[0]?.hint).toMatch(/"nodes:", "compute" must stand on nodes where "a" runs none/);
  });

  test('nodes of their own, the own environment, and what shares nothing with its node are fine', async () => {
    expect(await faults(await clusterOf('a', 'h2', [sampleDatabase, folders]), apart)).toEqual([]);
    expect(await faults(await clusterOf('b', 'h2', [sampleDatabase, folders]), onAll)).toEqual([]);
    expect(await faults(await clusterOf('a', 'h2', [sampleDatabase, sampleApp]), onAll)).toEqual([]);
    expect(await faults(await clusterOf('a', 'h2', [sampleDatabase, folders]), onAll, [sampleDatabase, sampleApp])).toEqual([]);
    expect(await faults(undefined, onAll)).toEqual([]);
  });

  test('an account without the right to list all pods plans all the same', async () => {
    const cluster = { ...fakeCluster(nodes), list: () => Promise.reject(new CcpError('CLUSTER_FORBIDDEN', 'no')) };
    expect(await faults(cluster, onAll)).toEqual([]);
  });
});
