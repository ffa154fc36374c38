import { describe, expect, test } from '@jest/globals';
import { ccpJson } from './harness/ccp.ts';
import { docker } from './harness/docker.ts';
import { faultsOf, type ListedImage } from './harness/shipped-images.ts';

describe('shipped images', () => {
  test('hold nothing that only a build needs, and do not start as root without a reason', async () => {
    const images = (await ccpJson<ListedImage[]>(['images', 'list', '-o', 'json'])).filter((image) => image.shipped);
    expect(images.map((image) => image.name)).toEqual(expect.arrayContaining(['keystone', 'mariadb', 'memcached', 'openstack-client', 'entrypoint', 'kubernetes-node', 'registry', 'etcd']));
    expect(await faultsOf(images)).toEqual([]);
  });

  test('of the cloud itself none starts as root', async () => {
    const images = await ccpJson<ListedImage[]>(['images', 'list', '-o', 'json']);
    const ofServices = images.filter((image) => ['keystone', 'mariadb', 'memcached', 'openstack-client', 'entrypoint', 'registration'].includes(image.name));
    expect(ofServices).toHaveLength(6);
    expect(ofServices.filter((image) => image.user === undefined)).toEqual([]);
  });

  test('services start under tini', async () => {
    const images = await ccpJson<ListedImage[]>(['images', 'list', '-o', 'json']);
    for (const name of ['keystone', 'mariadb', 'memcached', 'openstack-client', 'entrypoint']) {
      const image = images.find((item) => item.name === name);
      const { Entrypoint: entrypoint } = (await docker.getImage(image?.reference ?? name).inspect()).Config;
      expect([name, entrypoint?.[0]]).toEqual([name, '/usr/bin/tini']);
    }
  });
});
