import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../settings.ts';
import { nodeEnvironment, planCluster } from './plan.ts';

const plan = planCluster(readSettings({ section: { subnet: '10.9.8.0/24', nodes: 3 }, environment: { name: 'dev', namespace: 'dev' } }));

describe('plan of a cluster', () => {
  test('the first node is the control plane, the others are workers, each with addresses of its own', () => {
    expect(plan.nodes.map(({ name, role, address, podSubnet }) => [name, role, address, podSubnet])).toEqual([
      ['ccp-dev-1', 'control-plane', '10.9.8.11', '10.244.1.0/24'],
      ['ccp-dev-2', 'worker', '10.9.8.12', '10.244.2.0/24'],
      ['ccp-dev-3', 'worker', '10.9.8.13', '10.244.3.0/24'],
    ]);
  });

  test('no two parts share an address', () => {
    const addresses = [plan.gateway, plan.registry.address, ...plan.nodes.map(({ address }) => address)];
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test('a node has routes to the pods of every other possible node and none to its own', () => {
    const routes = nodeEnvironment(plan, plan.nodes[1]!)['CCP_POD_ROUTES']!.split(' ');
    expect(routes).toHaveLength(15);
    expect(routes).toContain('10.244.1.0/24=10.9.8.11');
    expect(routes).toContain('10.244.16.0/24=10.9.8.26');
    expect(routes.join(' ')).not.toContain('10.244.2.0/24');
  });
});
