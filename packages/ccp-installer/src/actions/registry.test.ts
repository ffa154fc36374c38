import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeEngine } from '../../test/fake-engine.ts';
import { sampleWork } from '../../test/sample-work.ts';
import { labelsOf } from '../docker/labels.ts';
import { createExternalNetwork, createNetwork } from './network.ts';
import { startRegistry } from './registry.ts';

let engine: FakeEngine;

const registry = { labels: labelsOf('dev', 'registry'), running: true, ports: { '5000/tcp': 15000 }, networks: { dev: '172.31.80.2' } };
const halfMade = { labels: labelsOf('dev', 'worker'), running: true, networks: { dev: '172.31.80.12', 'dev-external': '172.30.80.12' } };

beforeEach(async () => {
  engine = await FakeEngine.start();
  engine.networks.set('dev', { subnet: '172.31.80.0/24', labels: labelsOf('dev') });
  engine.networks.set('dev-external', { subnet: '172.30.80.0/24', labels: labelsOf('dev') });
  engine.containers.set('dev-registry', registry);
});
afterEach(() => engine.stop());

describe('the registry of a cluster that is not finished', () => {
  test('stays as it is while nothing changed', async () => {
    await expect(startRegistry.done(sampleWork({ docker: engine.docker }))).resolves.toBe(true);
  });

  test.each<[string, object]>([
    ['another port', { registryPort: 15301 }],
    ['another subnet', { subnet: '10.9.8.0/24' }],
  ])('is made anew for %s', async (_, section) => {
    const work = sampleWork({ docker: engine.docker, section });
    await expect(startRegistry.done(work)).resolves.toBe(false);
    await startRegistry.run(work, () => undefined);
    expect(engine.changes).toEqual([
      'DELETE /containers/dev-registry',
      'POST /volumes/create ccp-registry-cache',
      'POST /containers/create dev-registry',
      'POST /containers/dev-registry/start',
    ]);
    expect(engine.bodies.get('/containers/create')).toMatchObject({
      HostConfig: { PortBindings: { '5000/tcp': [{ HostPort: String(work.plan.registry.port) }] } },
      NetworkingConfig: { EndpointsConfig: { dev: { IPAMConfig: { IPv4Address: work.plan.registry.address } } } },
    });
  });
});

describe('another subnet', () => {
  test('replaces the network with what is made anew on it: the registry and half-made nodes', async () => {
    engine.containers.set('dev-2', halfMade);
    await createNetwork.run(sampleWork({ docker: engine.docker, section: { subnet: '10.9.8.0/24' } }), () => undefined);
    expect(engine.changes).toEqual(['DELETE /containers/dev-registry', 'DELETE /containers/dev-2', 'DELETE /networks/dev', 'POST /networks/create dev']);
  });

  test('of the second network leaves the registry, which is not in it', async () => {
    engine.containers.set('dev-2', halfMade);
    await createExternalNetwork.run(sampleWork({ docker: engine.docker, section: { externalSubnet: '10.9.9.0/24' } }), () => undefined);
    expect(engine.changes).toEqual(['DELETE /containers/dev-2', 'DELETE /networks/dev-external', 'POST /networks/create dev-external']);
  });

  test('never removes a node that joined, nor what is not of the cluster', async () => {
    engine.containers.set('dev-2', { ...halfMade, joined: true });
    engine.containers.set('other', { running: true, networks: { dev: '172.31.80.99' } });
    await expect(createNetwork.run(sampleWork({ docker: engine.docker, section: { subnet: '10.9.8.0/24' } }), () => undefined)).rejects.toMatchObject({ statusCode: 403 });
    expect([...engine.containers.keys()]).toEqual(['dev-2', 'other']);
  });
});
