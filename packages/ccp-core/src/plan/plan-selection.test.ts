import { expect, test } from '@jest/globals';
import { planServices } from '../engine/plan-services.ts';
import { sampleDesired } from '../testing/sample-desired.ts';
import { planOf } from './plan-selection.ts';

test('a part of a plan has changes only where its own services do', async () => {
  const { plan } = await planServices(undefined, await sampleDesired());
  const all = new Set(plan.services.map(({ service }) => service));
  expect(planOf(plan, all)).toBe(plan);
  const quiet = { ...plan, objects: [], services: plan.services.map((service) => (service.service === 'store' ? { ...service, action: 'unchanged' as const } : service)) };
  expect(planOf(quiet, new Set(['store']))).toMatchObject({ changes: false, services: [{ service: 'store' }] });
  expect(planOf(quiet, new Set(['app']))).toMatchObject({ changes: true, services: [{ service: 'app' }] });
});

test('what others leave behind is theirs', async () => {
  const { plan } = await planServices(undefined, await sampleDesired());
  const prune = [{ kind: 'Service', name: 'a', service: 'app' }, { kind: 'Service', name: 's', service: 'store' }, { kind: 'Role', name: 'r' }];
  expect(planOf({ ...plan, prune }, new Set(['app'])).prune).toEqual([prune[0]]);
});
