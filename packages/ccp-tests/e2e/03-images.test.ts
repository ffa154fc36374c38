import { describe, expect, test } from '@jest/globals';
import { ccpJson } from './harness/ccp.ts';
import { docker, filesOf } from './harness/docker.ts';

interface Image {
  name: string;
  reference: string;
  shipped: boolean;
}

/** Images that start as root, each with its reason; all others must not. */
const rootAllowed: Readonly<Record<string, string>> = {
  'debian-base': 'a base; every image made from it names its own account',
  'openstack-base': 'a base',
  'node-runtime': 'a base',
  node: 'a Kubernetes node mounts, makes devices and runs containers',
  'kube-proxy': 'programs the packet filter of the node',
};

/** What only a build needs; none of it may ship. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  ['compiler', /^\/usr\/bin\/(x86_64-linux-gnu-)?(gcc|g\+\+|cc|c\+\+|clang|go|rustc|cpp|ld|as|make)(-\d+)?$/],
  ['Go toolchain', /^\/usr\/(lib|local)\/go(-[\d.]+)?\/bin\/go$/],
  ['header', /^\/usr\/include\/.+\.h$/],
  ['pip', /^\/(usr|opt)\/.*\/(pip3?|uv)$|site-packages\/pip\/__init__\.py$|dist-packages\/pip\/__init__\.py$/],
  ['apt list', /^\/var\/lib\/apt\/lists\/.+(Packages|Release|Sources)/],
  ['package cache', /^\/var\/cache\/apt\/.+\.(deb|bin)$/],
];

describe('shipped images', () => {
  test('hold nothing that only a build needs, and do not start as root without a reason', async () => {
    const images = (await ccpJson<Image[]>(['images', 'list', '-o', 'json'])).filter((image) => image.shipped);
    expect(images.map((image) => image.name)).toEqual(expect.arrayContaining(['keystone', 'mariadb', 'memcached', 'openstack-client', 'entrypoint', 'node', 'registry', 'etcd']));
    const found: string[] = [];
    for (const { name, reference } of images) {
      const files = await filesOf(reference);
      for (const [what, pattern] of forbidden) {
        const hit = files.find((file) => pattern.test(file));
        if (hit !== undefined) found.push(`${name}: ${what} ${hit}`);
      }
      const { User: user } = (await docker.getImage(reference).inspect()).Config;
      if (/^(|0|root)(:.*)?$/.test(user) && rootAllowed[name] === undefined && !(await staticOnly(files))) found.push(`${name}: starts as root`);
    }
    expect(found).toEqual([]);
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

/** kubeadm's static pods of images that are one program: they read root-owned keys of the node through host paths. */
async function staticOnly(files: readonly string[]): Promise<boolean> {
  return files.some((file) => /^\/usr\/local\/bin\/(kube-(apiserver|controller-manager|scheduler)|etcd)$/.test(file)) && !files.includes('/bin/sh');
}
