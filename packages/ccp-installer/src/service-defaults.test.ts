import { expect, test } from '@jest/globals';
import { serviceDefaults } from './service-defaults.ts';

test('the second network is the external one of the cloud, with a pool that no node is in', () => {
  expect(serviceDefaults({})).toEqual({
    neutron: { bootstrap: { external: { enabled: true, physicalNetwork: 'public', cidr: '172.30.80.0/24', gateway: '172.30.80.1', poolStart: '172.30.80.100', poolEnd: '172.30.80.250' } } },
    'ovn-controller': { physicalNetworks: { public: { bridge: 'br-ex', interface: 'eth1', takeAddress: true } } },
  });
  expect(serviceDefaults({ externalSubnet: '10.7.7.64/26' })).toMatchObject({ neutron: { bootstrap: { external: { poolStart: '10.7.7.96', poolEnd: '10.7.7.126' } } } });
});

test('without a second network nothing is said', () => {
  expect(serviceDefaults({ externalSubnet: null })).toEqual({});
});
