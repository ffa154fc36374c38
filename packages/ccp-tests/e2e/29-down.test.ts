import { describe, expect, test } from '@jest/globals';
import { ccp, ccpJson } from './harness/ccp.ts';
import { docker, leftOf } from './harness/docker.ts';

describe('down', () => {
  test('leaves no container, network or volume, and keeps the images', async () => {
    const others = (await docker.listContainers({ all: true })).length - (await leftOf('ccp-e2e')).filter((item) => item.startsWith('container')).length;
    expect((await ccp(['down'])).exitCode).toBe(0);
    expect(await leftOf('ccp-e2e')).toEqual([]);
    expect((await docker.listContainers({ all: true })).length).toBe(others);
    const images = await ccpJson<{ action: string }[]>(['images', 'list', '-o', 'json']);
    expect(images.every((image) => image.action === 'present')).toBe(true);
  });

  test('again does nothing', async () => {
    expect((await ccp(['down'])).exitCode).toBe(0);
  });

  test('without a cluster the plan creates everything', async () => {
    const plan = await ccpJson<{ clusterReachable: boolean; services: { action: string }[] }>(['plan', '-o', 'json']);
    expect(plan.clusterReachable).toBe(false);
    expect(plan.services.map((service) => service.action)).toEqual(['create', 'create', 'create']);
  });
});
