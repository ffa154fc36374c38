import { describe, expect, test } from '@jest/globals';
import { ccp, ccpJson } from './harness/ccp.ts';
import { leftOf } from './harness/docker.ts';

describe('down', () => {
  test('leaves no container, network or volume, and keeps the images', async () => {
    const { exitCode, stdout } = await ccp(['down']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Removed the cluster\. What stays on this host: .*the volume ccp-registry-cache.*ccp down --all removes them\.$/)]);
    expect(await leftOf('ccp-e2e')).toEqual([]);
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

  test('a snapshot can be taken all the same, and says what is not in it', async () => {
    const { exitCode, stdout } = await ccp(['snapshot']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Wrote \d+ files .*\.ccp\/e2e\/snapshot-e2e-\w+\.tar\.gz$[^]*^Not in it: objects and logs of the cluster: CLUSTER_MISSING/m)]);
  });
});
