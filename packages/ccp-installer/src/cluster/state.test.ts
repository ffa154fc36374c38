import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../settings.ts';
import { planCluster } from './plan.ts';
import { phaseOf, type PartState } from './state.ts';
import { checkUnchanged } from './unchanged.ts';

const plan = planCluster(readSettings({ section: { name: 'dev' }, environment: { name: 'dev', namespace: 'dev' } }));
const registry: PartState = { name: 'dev-registry', role: 'registry', running: true, startedAt: 1, joined: true, ports: { '5000/tcp': 15000 } };
const node: PartState = { name: 'dev-1', role: 'control-plane', running: true, startedAt: 1, joined: true, ports: { '6443/tcp': 16443 } };

describe('phase of a cluster', () => {
  test.each<[string, PartState[]]>([
    ['absent', []],
    ['absent', [registry]],
    ['incomplete', [registry, { ...node, joined: false }]],
    ['incomplete', [node]],
    ['stopped', [registry, { ...node, running: false }]],
    ['stopped', [{ ...registry, running: false }, node]],
    ['running', [registry, node]],
  ])('%s', (phase, parts) => expect(phaseOf(plan, parts)).toBe(phase));
});

describe('settings of a cluster that exists', () => {
  const changed = { ...plan, apiPort: 17000, subnet: '10.0.0.0/24' };

  test('may not change, and each difference is named', () => {
    expect(() => checkUnchanged(changed, { subnets: { nodes: plan.subnet, external: undefined }, parts: [registry, node] })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', evidence: ['installer.subnet: made with 172.31.80.0/24, now 10.0.0.0/24', 'installer.apiPort: made with 16443, now 17000'] }),
    );
  });

  test('may change while its control plane is not finished', () => {
    expect(() => checkUnchanged(changed, { subnets: { nodes: plan.subnet, external: undefined }, parts: [registry, { ...node, joined: false }] })).not.toThrow();
  });

  test('are accepted when they are the same', () => {
    expect(() => checkUnchanged(plan, { subnets: { nodes: plan.subnet, external: undefined }, parts: [registry, node] })).not.toThrow();
  });
});
