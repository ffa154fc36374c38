import { beforeEach, describe, expect, test } from '@jest/globals';
import { composeCatalog, instantiate } from '../catalog/index.ts';
import { loadConfiguration, readSecretFile, serviceConfigurations } from '../config/index.ts';
import { defineComponent, type CloudSession, type ResourceCleaner, type ToolModule } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { resolveBindings } from '../plan/bindings.ts';
import { composeTopology } from '../plan/topology.ts';
import type { KubeObject } from '../render/index.ts';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { fakeTools } from '../testing/fake-engine.ts';
import { fakeRegistry } from '../testing/fake-registry.ts';
import { stubProvider } from '../testing/stub-providers.ts';
import { findRemains, leaveCluster } from './cleaning.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

const namespace = 'ccp-local';
const cloud: CloudSession = { endpoint: () => 'http://compute', request: async () => ({ status: 200, body: {} }) };
const silent = (): never => {
  throw new CcpError('VERIFY_FAILED', 'there is no answer', { hint: 'See ccp status.' });
};

let cluster: FakeCluster;
/** One guest, whose end is noted as the changes of the cluster are. */
const servers: ResourceCleaner = { name: 'servers', title: 'instances', endpoint: 'compute', list: async () => [{ id: 'guest', name: '' }], remove: async () => void cluster.changes.push('end guest') };
const keystone: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'stub-identity', namespace }, spec: {} };
beforeEach(async () => {
  cluster = fakeCluster([{ name: 'n1', address: '10.0.0.1', labels: { 'local.ccp.io/compute': 'true', 'other.ccp.io/compute': 'true' } }]);
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'app.kubernetes.io/managed-by': 'ccp', 'ccp.io/environment': 'local' } } });
  await cluster.create(keystone);
  cluster.changes.length = 0;
});

/** An environment with an identity service and one guest; `given` replaces what its tool offers. */
async function workspace(given: ToolModule = {}): Promise<Workspace> {
  const { configuration } = await loadConfiguration(undefined, ['kubernetes.kubeconfig=/absent', 'registry.address=127.0.0.1:9'], []);
  if (configuration === undefined) throw new Error('invalid');
  const module: ToolModule = { cloud: async () => cloud, cleaners: [servers], ...given };
  const definition = defineComponent({ name: 'ccp-sample', images: [], services: [stubProvider('identity')], tool: async () => module });
  const component = { name: 'ccp-sample', kind: 'service', version: '1.0.0', directory: '/sample', entry: '/sample/index.js', definition } as const;
  const { catalog } = instantiate(composeCatalog([component]).catalog, configuration);
  const { bindings } = resolveBindings(catalog, configuration, [...catalog.services.keys()]);
  const { values: configs } = serviceConfigurations(configuration, new Map([...catalog.services].map(([name, item]) => [name, item.definition])));
  const options = { directory: '/absent', events: () => undefined, signal: new AbortController().signal };
  const { imports } = await readSecretFile(configuration);
  const session = { options, configuration, catalog, configs, bindings, topology: composeTopology(catalog, configuration), templates: new Map(), imports, stateDirectory: '/absent/.ccp/local' };
  return openWorkspace(session, { ...fakeTools(), registry: fakeRegistry() }, () => undefined);
}

describe('an environment that leaves a cluster', () => {
  test('guests end first, then pods, namespace and its own labels of nodes go', async () => {
    await leaveCluster(await workspace(), cluster, { keepTenants: false });
    expect(cluster.changes).toEqual(['end guest', 'remove Deployment stub-identity alone', `remove Namespace ${namespace}`, 'label Node n1 local.ccp.io/compute=']);
  });

  test('folders that services keep on nodes are told; those of the system and of this boot are not', async () => {
    const volumes = [
      { name: 'kept', hostPath: { path: '/var/lib/switch', type: 'DirectoryOrCreate' } },
      { name: 'run', hostPath: { path: '/run/switch', type: 'DirectoryOrCreate' } },
      { name: 'dev', hostPath: { path: '/dev', type: 'Directory' } },
    ];
    await cluster.create({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'switch', namespace }, spec: { template: { spec: { volumes } } } });
    expect((await findRemains(await workspace(), cluster, {})).nodeFolders).toEqual(['/var/lib/switch']);
    expect(await leaveCluster(await workspace(), cluster, { keepTenants: false })).toEqual(['/var/lib/switch']);
  });

  test.each<[string, ToolModule]>([
    ['Keystone', { cloud: silent }],
    ['Nova', { cleaners: [{ ...servers, list: silent }] }],
  ])('without an answer of %s nothing is removed, and the fault names the way out', async (_what, module) => {
    await expect(leaveCluster(await workspace(module), cluster, { keepTenants: false })).rejects.toMatchObject({ code: 'VERIFY_FAILED', hint: expect.stringMatching(/^See ccp status\..*--skip-os-cleanup/) as unknown });
    expect(cluster.changes).toEqual([]);
  });

  test('a guest that does not end keeps the environment', async () => {
    await expect(leaveCluster(await workspace({ cleaners: [{ ...servers, remove: silent }] }), cluster, { keepTenants: false })).rejects.toMatchObject({ hint: expect.stringContaining('--skip-os-cleanup') as unknown });
    expect(cluster.changes).toEqual([]);
  });

  test.each<[string, ToolModule, boolean]>([
    ['that is said', { cloud: silent }, true],
    ['tenants can make nothing that stays', { cloud: silent, cleaners: [] }, false],
  ])('the cloud is not asked when %s', async (_what, module, keepTenants) => {
    await leaveCluster(await workspace(module), cluster, { keepTenants });
    expect(cluster.changes).toContain(`remove Namespace ${namespace}`);
    expect(cluster.changes).not.toContain('end guest');
  });

  test('a removal that was stopped goes on where nothing can answer any more', async () => {
    await cluster.remove(keystone);
    expect(await findRemains(await workspace({ cloud: silent }), cluster, {})).toMatchObject({ namespaceExists: true, cloud: undefined });
    await leaveCluster(await workspace({ cloud: silent }), cluster, { keepTenants: false });
    expect(cluster.changes).toContain(`remove Namespace ${namespace}`);
  });
});
