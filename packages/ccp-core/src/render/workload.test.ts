import { describe, expect, test } from '@jest/globals';
import type { DaemonSpec, PodInit, ServiceDefinition } from '../definition/index.ts';
import { sampleApp, sampleDatabase, sampleImage } from '../testing/sample-catalog.ts';
import { sampleModels } from '../testing/sample-desired.ts';
import { keepPodInit } from '../plan/service-plan.ts';
import type { KubeObject } from './object.ts';
import { renderService } from './service.ts';

const podInit: PodInit = { image: { ...sampleImage, name: 'entrypoint' }, command: ['wait'], contract: 1 };

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly [field: string]: unknown;
}

/** The application changed by `parts`, rendered with images of the key `key`. */
async function appWith(parts: Partial<ServiceDefinition>, key = 'k1', init = podInit): Promise<{ workload: KubeObject; supports: readonly KubeObject[]; metadata: Record<string, unknown>; inits: readonly Container[]; main: Container }> {
  const { models } = await sampleModels([], [sampleDatabase, { ...sampleApp, ...parts }]);
  const app = models.find(({ owner }) => owner.service === 'app');
  if (app === undefined) throw new Error('no app');
  const { workload, supports } = renderService(app, { imageReference: (name) => `r/${name}:${key}`, imageKey: () => key, secretVersion: () => 'v1', podInit: init });
  if (workload === undefined) throw new Error('no workload');
  const { template } = workload['spec'] as { template: { metadata: Record<string, unknown>; spec: { initContainers?: readonly Container[]; containers: readonly [Container] } } };
  return { workload, supports, metadata: template.metadata, inits: template.spec.initContainers ?? [], main: template.spec.containers[0] };
}

const daemonWith = (parts: Partial<DaemonSpec>): Partial<ServiceDefinition> => ({ daemon: (context) => ({ ...sampleApp.daemon(context), ...parts }) });

describe('annotations', () => {
  test('are those of the pods and of the Service, and may follow the configuration', async () => {
    const { metadata, supports } = await appWith({ annotations: ({ config }) => ({ pod: { 'example.org/of': 'pod' }, service: { 'prometheus.io/port': String((config as { port: number }).port) } }) });
    expect(metadata['annotations']).toEqual({ 'example.org/of': 'pod' });
    expect(supports.filter(({ kind }) => kind === 'Service').map(({ metadata: { name, annotations } }) => [name, annotations])).toEqual([['app', { 'prometheus.io/port': '5000' }], ['app-public', undefined]]);
  });

  test('nothing is there without them', async () => {
    expect((await appWith({})).metadata).not.toHaveProperty('annotations');
  });
});

describe('a Deployment is updated', () => {
  test.each([
    [undefined, { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }],
    ['recreate', { type: 'Recreate' }],
  ] as const)('%s', async (update, strategy) => {
    expect((await appWith(update === undefined ? {} : { update })).workload['spec']).toMatchObject({ strategy });
  });
});

describe('commands before the daemon', () => {
  test('run after the wait, in order, with what the daemon has', async () => {
    const { inits, main } = await appWith(daemonWith({ prepare: { folders: ['mkdir', '/a'], keys: ['make-keys'] }, env: { A: '1' }, scratch: ['/run/app'] }));
    expect(inits.map(({ name, args }) => [name, args])).toEqual([['wait', ['wait']], ['folders', ['mkdir', '/a']], ['keys', ['make-keys']]]);
    for (const field of ['image', 'securityContext', 'volumeMounts', 'env', 'resources']) expect(inits[1]?.[field]).toEqual(main[field]);
  });
});

describe('before the end', () => {
  test.each([
    ['a command of its own', { preStop: ['drain'] }, { exec: { command: ['drain'] } }],
    ['else time to leave the Services', {}, { sleep: { seconds: 5 } }],
  ])('%s', async (_, parts, preStop) => {
    expect((await appWith(daemonWith(parts))).main['lifecycle']).toEqual({ preStop });
  });
});

describe('a wait for the own node', () => {
  const inputOf = (inits: readonly Container[]): unknown => JSON.parse(inits[0]?.env.find(({ name }) => name === 'CCP_ENTRYPOINT')?.value ?? '{}');
  const local: Partial<ServiceDefinition> = { local: ['database'] };
  const waiter = (object: KubeObject): Container | undefined => (object['spec'] as { template: { spec: { initContainers: readonly Container[] } } }).template.spec.initContainers[0];

  test('is in the input of the daemon, with the name of the node beside it', async () => {
    const { inits } = await appWith(local);
    expect(inputOf(inits)).toMatchObject({ version: 2, waits: expect.arrayContaining([{ kind: 'endpoints', service: 'store', local: true }]) as unknown });
    expect(inits[0]?.env).toContainEqual({ name: 'CCP_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } });
    const anywhere = await appWith({});
    expect(inputOf(anywhere.inits)).toMatchObject({ version: 1, waits: expect.arrayContaining([{ kind: 'endpoints', service: 'store' }]) as unknown });
  });

  test('takes a program that knows it, where the live one may not', async () => {
    const before = (await appWith({})).workload;
    expect(waiter(keepPodInit(before, (await appWith({}, 'k2')).workload))).toMatchObject({ image: 'r/entrypoint:k1' });
    expect(waiter(keepPodInit(before, (await appWith(local, 'k2')).workload))).toMatchObject({ image: 'r/entrypoint:k2' });
  });

  test('starts a program that stays as that one is started, wherever a newer image has its own', async () => {
    const before = (await appWith({})).workload;
    const { workload } = await appWith({}, 'k2', { ...podInit, command: ['moved'] });
    expect(waiter(keepPodInit(before, workload))).toMatchObject({ image: 'r/entrypoint:k1', args: ['wait'] });
    expect(waiter(keepPodInit(undefined, workload))).toMatchObject({ image: 'r/entrypoint:k2', args: ['moved'] });
  });
});
