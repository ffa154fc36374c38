import { describe, expect, test } from '@jest/globals';
import { bootstrapEntries, neutron, neutronConfig } from '../src/index.ts';
import { neutronContext } from './neutron-context.ts';

const external = { enabled: true, cidr: '198.51.100.0/24', gateway: '198.51.100.1', poolStart: '198.51.100.100', poolEnd: '198.51.100.200' };

function entries(bootstrap: object) {
  return bootstrapEntries(neutronConfig.schema.parse({ bootstrap }).bootstrap);
}

function body(bootstrap: object, name: string): unknown {
  return entries(bootstrap).find((entry) => entry.name === name)?.make.body;
}

describe('first networks', () => {
  test('the internal one and a router with a leg in it, without an external one', () => {
    expect(entries({}).map(({ name }) => name)).toEqual(['internal-network', 'internal-subnet', 'router', 'router-interface']);
  });

  test('an external one is added to what is there, and the router gets its gateway', () => {
    const names = entries({ external }).map(({ name }) => name);
    expect(names).toEqual(['internal-network', 'internal-subnet', 'external-network', 'external-subnet', 'router', 'router-interface', 'router-gateway']);
    expect(body({ external }, 'external-network')).toEqual({ network: { name: 'ext-net', 'router:external': true, 'provider:physical_network': 'public', 'provider:network_type': 'flat' } });
    expect(body({ external }, 'external-subnet')).toMatchObject({ subnet: { cidr: '198.51.100.0/24', enable_dhcp: false, gateway_ip: '198.51.100.1', allocation_pools: [{ start: '198.51.100.100', end: '198.51.100.200' }] } });
  });

  test('a VLAN of the physical network', () => {
    expect(body({ external: { ...external, vlan: 7 } }, 'external-network')).toMatchObject({ network: { 'provider:network_type': 'vlan', 'provider:segmentation_id': 7 } });
  });

  test('every reference is to an earlier entry', () => {
    const all = entries({ external });
    all.forEach((entry, index) => {
      const references = [...JSON.stringify(entry).matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1]);
      const earlier = ['project', ...all.slice(0, index).map(({ name }) => name)];
      expect(earlier).toEqual(expect.arrayContaining(references));
    });
  });

  test('what another project calls the same is not taken for it, nor is a network of tenants for the external one', () => {
    const known = entries({ external }).filter(({ plural }) => plural === 'networks' || plural === 'routers');
    expect(known.map(({ match }) => match)).toEqual([
      { name: 'int-net', project_id: '${project}' },
      { name: 'ext-net', project_id: '${project}', 'router:external': true },
      { name: 'router', project_id: '${project}' },
    ]);
    for (const { list } of known) expect(list).toMatch(/&project_id=\$\{project\}$/);
  });

  test('version 6 of IP follows from the addresses', () => {
    expect(body({ internal: { cidr: '2001:db8::/64' } }, 'internal-subnet')).toMatchObject({ subnet: { ip_version: 6 } });
  });

  test('nothing to make, no job', () => {
    const off = { internal: { enabled: false }, router: { enabled: false } };
    expect(Object.keys(neutron.jobs?.(neutronContext({ bootstrap: off })) ?? {})).toEqual(['db-sync', 'registration']);
    expect(neutron.jobs?.(neutronContext())['bootstrap']?.command).toEqual(['ensure']);
  });

  test.each([
    ['an external network without addresses', { external: { enabled: true } }],
    ['half a pool', { external: { ...external, poolEnd: undefined } }],
    ['no prefix', { internal: { cidr: '10.0.0.0' } }],
    ['a prefix that is too long', { internal: { cidr: '10.0.0.0/33' } }],
    ['a name that would be a reference', { router: { name: '${x}' } }],
  ])('%s is refused', (_, bootstrap) => {
    expect(neutronConfig.schema.safeParse({ bootstrap }).success).toBe(false);
  });
});
