import { describe, expect, test } from '@jest/globals';
import { ccpJson } from './harness/ccp.ts';
import { docker, filesOf } from './harness/docker.ts';

interface Image {
  name: string;
  reference: string;
  shipped: boolean;
  /** Id that it runs as; absent when it starts as root. */
  user?: number;
  rootReason?: string;
}

/** What only a build needs; none of it may ship. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  ['compiler', /^\/usr\/(local\/)?bin\/(x86_64-linux-gnu-)?(gcc|g\+\+|cc|c\+\+|clang|go|rustc|cpp|ld|as|make)(-\d+)?$/],
  ['Go toolchain', /^\/usr\/(lib|local)\/go(-[\d.]+)?\/bin\/go$/],
  ['header', /\.(h|hh|hpp)$/],
  ['pip', /^\/(usr|opt)\/.*\/(pip3?|uv)$|site-packages\/pip\/__init__\.py$|dist-packages\/pip\/__init__\.py$/],
  ['apt list', /^\/var\/lib\/apt\/lists\/.+(Packages|Release|Sources)/],
  ['package cache', /^\/var\/cache\/apt\/.+\.(deb|bin)$/],
];

describe('shipped images', () => {
  test('hold nothing that only a build needs, and do not start as root without a reason', async () => {
    const images = (await ccpJson<Image[]>(['images', 'list', '-o', 'json'])).filter((image) => image.shipped);
    expect(images.map((image) => image.name)).toEqual(expect.arrayContaining(['keystone', 'mariadb', 'memcached', 'openstack-client', 'entrypoint', 'kubernetes-node', 'registry', 'etcd']));
    const found: string[] = [];
    for (const { name, reference, user: id, rootReason } of images) {
      const files = await filesOf(reference);
      for (const [what, pattern] of forbidden) {
        const hit = files.find((file) => pattern.test(file));
        if (hit !== undefined) found.push(`${name}: ${what} ${hit}`);
      }
      const { User: user } = (await docker.getImage(reference).inspect()).Config;
      const isRoot = /^(|0|root)(:.*)?$/.test(user);
      if (isRoot && (rootReason ?? '') === '') found.push(`${name}: starts as root without a reason`);
      if (!isRoot && user !== `${id}:${id}`) found.push(`${name}: starts as ${user}, not as ${id}`);
    }
    expect(found).toEqual([]);
  });

  test('of the cloud itself none starts as root', async () => {
    const images = await ccpJson<Image[]>(['images', 'list', '-o', 'json']);
    const ofServices = images.filter((image) => ['keystone', 'mariadb', 'memcached', 'openstack-client', 'entrypoint', 'registration'].includes(image.name));
    expect(ofServices).toHaveLength(6);
    expect(ofServices.filter((image) => image.user === undefined)).toEqual([]);
  });

  test('services start under tini', async () => {
    const images = await ccpJson<Image[]>(['images', 'list', '-o', 'json']);
    for (const name of ['keystone', 'mariadb', 'memcached', 'openstack-client', 'entrypoint']) {
      const image = images.find((item) => item.name === name);
      const { Entrypoint: entrypoint } = (await docker.getImage(image?.reference ?? name).inspect()).Config;
      expect([name, entrypoint?.[0]]).toEqual([name, '/usr/bin/tini']);
    }
  });
});
