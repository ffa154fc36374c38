import { describe, expect, test } from '@jest/globals';
import { secretRef, type ServiceDefinition } from 'ccp-core';
import { sampleContext } from 'ccp-core/testing';
import { component, neutronOvnAgent, openvswitchDb, openvswitchVswitchd, ovnController, ovnNb, physicalNetworksList } from '../src/index.ts';
import { ovnNeeds } from './neutron-context.ts';

const read = (networks: object): string => physicalNetworksList(ovnController.config.schema.parse({ physicalNetworks: networks }).physicalNetworks);

describe('physical networks', () => {
  test('what is special on some nodes stands before what is usual', () => {
    const networks = { public: { bridge: 'br-ex', interface: 'eth1', takeAddress: true, nodes: { 'rack2-.*': { interface: 'enp3s0' }, 'storage-.*': { connected: false } } } };
    expect(read(networks)).toBe('public br-ex enp3s0 take rack2-.*\npublic - - keep storage-.*\npublic br-ex eth1 take .*\n');
  });

  test('a bridge without interface', () => expect(read({ public: { bridge: 'br-ex' } })).toBe('public br-ex - keep .*\n'));

  test.each([
    { public: { bridge: 'br ex' } },
    { public: { bridge: 'br-ex', interface: 'a-name-that-is-too-long' } },
    { public: { bridge: 'br-ex', nodes: { '(': {} } } },
    { 'a b': { bridge: 'br-ex' } },
    { public: {} },
  ])('%j is refused', (physicalNetworks) => {
    expect(ovnController.config.schema.safeParse({ physicalNetworks }).success).toBe(false);
  });
});

describe('what guests depend on', () => {
  test.each<ServiceDefinition>([openvswitchDb, openvswitchVswitchd])('$name starts again only when somebody deletes its pod', (service) => {
    expect(service.update).toBe('on-delete');
    expect(service.daemon(sampleContext(service)).probes.alive).toBeUndefined();
  });

  test('pods of nodes are evicted last and run whatever the taints', () => {
    const services = component.services?.filter(({ kind }) => kind === 'DaemonSet') ?? [];
    expect(services.map(({ name }) => name)).toEqual(['openvswitch-db', 'openvswitch-vswitchd', 'ovn-controller', 'neutron-ovn-agent']);
    const needs = { ...ovnNeeds, metadata: { host: 'metadata.svc', port: 8775, sharedSecret: secretRef('metadata.shared-secret') } };
    for (const service of services) expect(service.daemon(sampleContext(service, {}, { needs })).host).toMatchObject({ critical: true, network: true });
  });

  test('namespaces of metadata are the node\'s', () => expect(neutronOvnAgent.daemon(sampleContext(neutronOvnAgent, {}, { needs: ovnNeeds })).host?.paths?.['netns']).toEqual({ path: '/run/netns', mounts: 'both' }));
});

describe('gateways', () => {
  const pattern = (config: object, nodes: readonly string[]): unknown => ovnController.daemon(sampleContext(ovnController, config, { needs: ovnNeeds, nodesWith: (role) => (role === 'network' ? nodes : []) })).env?.['CCP_GATEWAY_NODES'];
  test.each([
    ['nodes with the role network', {}, ['g1.example', 'g2'], 'g1\\.example|g2'],
    ['every node where no node has it', {}, [], '.*'],
    ['what the configuration says', { gatewayNodes: 'rack1-.*' }, ['g1'], 'rack1-.*'],
  ])('are %s', (_, config, nodes, expected) => expect(pattern(config, nodes)).toBe(expected));
});

test('a database of OVN listens for the cluster and on a socket', () => {
  const { env } = ovnNb.daemon(sampleContext(ovnNb, { port: 16_641, inactivityProbe: 5 }));
  expect(JSON.parse(String(env?.['CCP_OVSDB_SETTINGS']))).toEqual({
    remotes: { 'punix:/run/ovn/db.sock': {}, 'ptcp:16641:0.0.0.0': { 'inactivity-probe': 5000 } },
    databases: { '/var/lib/ovn/ovn-nb.db': {} },
  });
});
