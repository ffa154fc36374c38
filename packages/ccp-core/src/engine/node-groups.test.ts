import { describe, expect, test } from '@jest/globals';
import { deploy } from './deploy.ts';
import { planServices } from './plan-services.ts';
import { ensureSecrets } from './secrets.ts';
import { judgeWorkloads } from './verdict.ts';
import { renderEnvironment, renderService, workloadsOf, objectsOf, type KubeObject, type RenderInputs } from '../render/index.ts';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { sampleApp, sampleDatabase } from '../testing/sample-catalog.ts';
import { sampleModels } from '../testing/sample-desired.ts';
import type { Desired } from './desired.ts';
import type { ServiceDefinition } from '../definition/index.ts';
import type { ClusterNode } from '../plan/topology.ts';

const agent: ServiceDefinition = { ...sampleApp, kind: 'DaemonSet', roles: ['compute'], jobs: () => ({}) };
const nodes: ClusterNode[] = ['c1', 'n1', 'n2', 'n3'].map((name) => ({ name, address: '10.0.0.1', labels: {} }));
const roles = ["nodes.'c1'.roles=[controller]", "nodes.'n.'.roles=[compute]"];
const inputs: RenderInputs = { imageReference: (name) => name, imageKey: () => 'k', secretVersion: () => 'v1', podInit: undefined };

async function desired(...sets: string[]): Promise<Desired> {
  const { models, topology } = await sampleModels([...roles, ...sets], [sampleDatabase, agent], nodes);
  return { environment: 'local', namespace: 'ns', topology, nodes, environmentObjects: renderEnvironment('local', 'ns'), services: models.map((model) => renderService(model, inputs)) };
}

function appOf({ services }: Desired): Desired['services'][number] {
  const app = services.find(({ service }) => service === 'app');
  if (app === undefined) throw new Error('no app');
  return app;
}

/** Labels of a node, without those of roles. */
function groupsOf({ topology }: Desired, node: string): string[] {
  return Object.keys(topology.nodeLabels(nodes).get(node) ?? {}).filter((label) => label.includes('/app-'));
}

/** Names of the nodes that a DaemonSet's pods may run on, by the labels that the nodes will carry. */
function nodesOf(state: Desired, workload: KubeObject): string[] {
  const { nodeSelector = {}, affinity } = (workload['spec'] as { template: { spec: PodPlacement } }).template.spec;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms ?? [{ matchExpressions: [] }];
  return [...state.topology.nodeLabels(nodes)]
    .filter(([, labels]) => Object.keys(nodeSelector).every((key) => key in labels) && terms.some(({ matchExpressions }) => matchExpressions.every(({ key, operator }) => (operator === 'DoesNotExist') !== key in labels)))
    .map(([name]) => name);
}

interface PodPlacement {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: { readonly nodeAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution: { readonly nodeSelectorTerms: readonly { readonly matchExpressions: readonly { readonly key: string; readonly operator: string }[] }[] } } };
}

/** Configuration that a workload says it has. */
const configOf = (workload: KubeObject): Record<string, unknown> => JSON.parse(workload.metadata.annotations?.['ccp.io/config'] ?? '{}') as Record<string, unknown>;

describe('nodes with a configuration of their own', () => {
  test('nothing changes where none is written', async () => {
    const state = await desired();
    expect(workloadsOf(appOf(state)).map(({ metadata }) => metadata.name)).toEqual(['app']);
    expect(groupsOf(state, 'n1')).toEqual([]);
  });

  test('have a DaemonSet each group, with its own config object, and every node is of exactly one', async () => {
    const state = await desired("nodes.'n1'.config.app.expiration=5");
    const workloads = workloadsOf(appOf(state));
    expect(workloads.map(({ metadata }) => metadata.name)).toEqual(['app', expect.stringMatching(/^app-[0-9a-f]{6}$/)]);
    expect(workloads.map((workload) => nodesOf(state, workload))).toEqual([['n2', 'n3'], ['n1']]);
    expect(workloads.map((workload) => configOf(workload)['expiration'])).toEqual([3600, 5]);
    const configs = appOf(state).supports.filter(({ kind }) => kind === 'Secret');
    expect(configs.map((config) => /expiration = (\d+)/.exec(JSON.stringify(config))?.[1])).toEqual(['3600', '5']);
    for (const [i, workload] of workloads.entries()) expect(JSON.stringify(workload)).toContain(String(configs[i]?.metadata.name));
  });

  test('several keys merge in the order of the file, and equal results are one group', async () => {
    const state = await desired("nodes.'n[12]'.config.app.expiration=5", "nodes.'n2'.config.app.expiration=7", "nodes.'n2'.config.app.debug=true", "nodes.'n3'.config.app.expiration=5");
    const [, ...groups] = workloadsOf(appOf(state));
    const found = groups.map((group) => [nodesOf(state, group), configOf(group)] as const).sort(([[a = '']], [[b = '']]) => (a < b ? -1 : 1));
    expect(found).toEqual([
      [['n1', 'n3'], expect.objectContaining({ expiration: 5, debug: false })],
      [['n2'], expect.objectContaining({ expiration: 7, debug: true })],
    ]);
  });

  test('keep the name of their DaemonSet when the values change', async () => {
    const name = async (value: number): Promise<string | undefined> => workloadsOf(appOf(await desired(`nodes.'n1'.config.app.expiration=${value}`)))[1]?.metadata.name;
    expect(await name(5)).toBe(await name(6));
  });

  test('wait on their node until the pod of another group has left it', async () => {
    for (const workload of workloadsOf(appOf(await desired("nodes.'n1'.config.app.expiration=5")))) {
      expect(workload['spec']).toMatchObject({ template: { spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { 'ccp.io/workload': 'app' } }, topologyKey: 'kubernetes.io/hostname' }] } } } } });
    }
  });
});

describe('the plan of groups', () => {
  test('is that of the one service: keys, pods of the group, and what is left over', async () => {
    const before = await desired("nodes.'n1'.config.app.expiration=5");
    const group = workloadsOf(appOf(before))[1]?.metadata.name ?? '';
    const cluster = fakeCluster(nodes);
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
    for (const object of [...before.environmentObjects, ...before.services.flatMap(objectsOf)]) await cluster.apply(object);
    for (const [name, labels] of [['app-1', {}], ['app-2', { 'ccp.io/node-group': group }]] as const) cluster.objects.set(`Pod ${name}`, { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { 'ccp.io/workload': 'app', ...labels } }, spec: {} });

    const changed = (await planServices(cluster, await desired("nodes.'n1'.config.app.expiration=6"))).plan.services.find(({ service }) => service === 'app');
    expect(changed).toMatchObject({ action: 'update', restarts: ['app-2'], configKeys: [{ path: `${group}.config.expiration`, from: 5, to: 6 }] });

    const gone = (await planServices(cluster, await desired())).plan;
    expect(gone.prune).toContainEqual({ kind: 'DaemonSet', name: group, service: 'app' });
  });
});

describe('the end of the last group', () => {
  test('comes before the DaemonSet of all nodes is changed', async () => {
    const group = workloadsOf(appOf(await desired("nodes.'n1'.config.app.expiration=5")))[1]?.metadata.name ?? '';
    const cluster = fakeCluster(nodes, { settled: true });
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } });
    cluster.objects.set('Pod app-2', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app-2', labels: { 'ccp.io/workload': 'app', 'ccp.io/node-group': group } }, spec: {} });
    const ending: FakeCluster = {
      ...cluster,
      view: async (namespace) => ({ ...(await cluster.view(namespace)), changed: () => cluster.remove({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app-2' } }) }),
    };
    const after = await desired();
    const { plan, live } = await planServices(ending, after);
    const secrets = await ensureSecrets(ending, 'local', 'ns', ['store.root', 'app.database-password']);
    await deploy({ cluster: ending, desired: after, plan, live, secrets, events: () => undefined, signal: new AbortController().signal });
    expect(cluster.changes.filter((change) => / (Pod|DaemonSet) /.test(change))).toEqual(['remove Pod app-2', 'apply DaemonSet app']);
  });
});

describe('the state of groups', () => {
  const daemonSet = (name: string, ready: number): Parameters<typeof judgeWorkloads>[1][number] => ({ kind: 'DaemonSet', metadata: { name }, spec: { selector: {}, template: {} }, status: { desiredNumberScheduled: 1, updatedNumberScheduled: 1, numberAvailable: ready, currentNumberScheduled: 1, numberMisscheduled: 0, numberReady: ready } });
  const pod = (name: string, group: object): Parameters<typeof judgeWorkloads>[2][number] => ({ metadata: { name, labels: { 'ccp.io/workload': 'app', ...group } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } });
  const pods = [pod('a', {}), pod('b', { 'ccp.io/node-group': 'app-1' })];

  test('is that of the worst, by name', () => {
    expect(judgeWorkloads(['app', 'app-1'], [daemonSet('app', 1), daemonSet('app-1', 1)], pods)).toEqual({ state: 'ready' });
    expect(judgeWorkloads(['app', 'app-1'], [daemonSet('app', 1), daemonSet('app-1', 0)], pods)).toMatchObject({ state: 'waiting', reason: 'app-1: 0 of 1 ready' });
    expect(judgeWorkloads(['app', 'app-1'], [daemonSet('app', 1), daemonSet('app-1', 1)], pods.slice(0, 1))).toMatchObject({ state: 'waiting', reason: expect.stringMatching(/^app-1: /) as unknown });
  });
});
