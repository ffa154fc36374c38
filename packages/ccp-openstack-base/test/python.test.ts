import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { openstackBase, openstackBuilder, openstackSource, openstackWheels, python } from '../src/index.ts';

describe('python', () => {
  const recipe = python('keystone', { configFolder: 'keystone' });
  const [install, link] = recipe.steps;

  test('only stages reach the network', () => {
    const network = (step: (typeof recipe.steps)[number]): boolean => step.kind === 'run' && step.network === true;
    expect(recipe.steps.some(network)).toBe(false);
    expect(recipe.stages.flatMap((stage) => stage.steps).some(network)).toBe(true);
  });

  test('a source is built from its sdist only, and only with the right hash, or from what configuration gives', () => {
    const [build] = recipe.stages[0]?.steps ?? [];
    if (build?.kind !== 'run') throw new Error('no build step');
    expect(build.mounts).toContainEqual({ kind: 'source', target: '/run/source' });
    const [script] = (build.mounts ?? []).flatMap((mount) => (mount.kind === 'context' && mount.source instanceof URL ? [readFileSync(mount.source, 'utf8')] : []));
    expect(script).toMatch(/CCP_SOURCE_SHA256[\s\S]*pip download .*--require-hashes --no-binary :all:/);
  });

  test('requirements are checked against the common set and the own one before anything is installed', () => {
    expect(recipe.stages[0]?.steps[1]).toMatchObject({ script: expect.stringContaining('/run/locks/common.txt /run/locks/keystone.txt') });
  });

  test('wheelhouse and tools are mounted, and do not rebuild what the lock already pins', () => {
    if (install?.kind !== 'run') throw new Error('no install step');
    const images = (install.mounts ?? []).filter((mount) => mount.kind === 'image');
    expect(images.filter((mount) => mount.identity === 'tool').map((mount) => mount.image)).toEqual([openstackBuilder, openstackWheels]);
    expect(images.filter((mount) => mount.identity !== 'tool').map((mount) => mount.image)).toEqual(['wheel']);
  });

  test('data files are linked where the project looks for them, if it has any', () => {
    expect(link).toMatchObject({ script: expect.stringContaining('/opt/os/etc/keystone') });
    expect(python('openstack-client').steps).toHaveLength(1);
  });
});

test('placement is called differently on the index', () => {
  expect(openstackSource('placement')).toMatchObject({ project: 'placement', distribution: 'openstack-placement', version: '16.0.0' });
});

test('compilers and wheels are never shipped', () => {
  expect([openstackBuilder.shipped, openstackWheels.shipped, openstackBase.shipped]).toEqual([false, false, undefined]);
});
