import { describe, expect, test } from '@jest/globals';
import { defineImage, secretRef, type ImageDefinition, type ImageMaterial } from 'ccp-core';
import { bootstrapImages, glance, glanceConfig, imageProvider } from '../src/index.ts';
import { glanceConf, glanceContext, type Registered } from './glance-context.ts';

const rbd = { type: 'rbd', monitors: ['mon1', 'mon2:6789'] };
const s3 = { type: 's3', url: 'https://s3.example.org', bucket: 'disks' };
const both = { stores: { file: { type: 'file' }, ceph: rbd, far: s3 }, defaultStore: 'ceph' };

describe('stores', () => {
  test('by default there is one, on the volume', () => {
    const conf = glanceConf();
    expect(conf.DEFAULT?.enabled_backends).toBe('file:file');
    expect(conf.glance_store).toEqual({ default_backend: 'file' });
    expect(String(conf.file?.filesystem_store_datadir).startsWith(`${glance.volumes?.['data']?.path}/`)).toBe(true);
  });

  test('each has a section of its name, and one is the default', () => {
    const conf = glanceConf(both);
    expect(conf.DEFAULT?.enabled_backends).toBe('file:file,ceph:rbd,far:s3');
    expect(conf.glance_store?.default_backend).toBe('ceph');
    expect(conf.far).toMatchObject({ s3_store_host: 'https://s3.example.org', s3_store_bucket: 'disks' });
  });

  test('accounts come from secrets that must be imported', () => {
    const { configSecrets } = glance;
    const secrets = configSecrets?.({ config: glanceConfig.schema.parse(both) }) ?? {};
    expect(Object.entries(secrets).map(([name, { imported }]) => [name, imported])).toEqual([
      ['rbd-ceph-key', true],
      ['s3-far-access-key', true],
      ['s3-far-secret-key', true],
    ]);
    expect(glanceConf(both).far?.s3_store_secret_key).toBe('@@secret:glance.s3-far-secret-key:oslo@@');
  });

  test('the key of a Ceph cluster is in the keyring that its file names, and no file of it is taken for one of oslo.config', () => {
    const files = glance.daemon(glanceContext(both)).ownFiles ?? {};
    const conf = glanceConf(both).ceph;
    const cluster = files[String(conf?.rbd_store_ceph_conf)];
    const keyring = /keyring = (\S+)/.exec(cluster ?? '')?.[1] ?? '';
    expect(cluster).toContain('mon_host = mon1,mon2:6789');
    expect(files[keyring]).toContain('@@secret:glance.rbd-ceph-key:none@@');
    expect(Object.keys(files).filter((path) => path.endsWith('.conf'))).toEqual([]);
  });

  test('where an image lies in Ceph is not shown to who uses the API', () => {
    expect(Object.keys(glanceConf(both).DEFAULT ?? {}).filter((option) => /^show_(image_direct_url|multiple_locations)$/.test(option))).toEqual([]);
  });

  test.each([{ stores: {} }, { defaultStore: 'ceph' }, { stores: { 'os_glance_x': { type: 'file' } } }, { stores: { ceph: { type: 'rbd' } }, defaultStore: 'ceph' }])('%j is refused', (config) => {
    expect(glanceConfig.schema.safeParse(config).success).toBe(false);
  });
});

describe('glance-api.conf', () => {
  test('a dollar sign of a secret is no reference to another option', () => {
    const identity = { ...glanceContext().needs.identity, tokenCacheKey: secretRef('glance.token-cache-key') };
    expect(glanceConf({}, { identity }).keystone_authtoken).toMatchObject({
      password: '@@secret:glance.service-password:oslo@@',
      memcache_security_strategy: 'ENCRYPT',
      memcache_secret_key: '@@secret:glance.token-cache-key:oslo@@',
    });
  });

  test('tokens are kept as they are where the identity service wants it so', () => {
    expect(glanceConf().keystone_authtoken).not.toHaveProperty('memcache_secret_key');
  });

  test('events go to the bus that is bound, as it wants its clients, and nowhere without one', () => {
    expect(glanceConf({}, { notifications: { transportUrl: 'rabbit://bus//', port: 5672, options: { rabbit_quorum_queue: 'true' } } })).toMatchObject({
      oslo_messaging_notifications: { driver: 'messagingv2', transport_url: 'rabbit://bus//', retry: '2' },
      oslo_messaging_rabbit: { rabbit_quorum_queue: true },
    });
    expect(glanceConf()).not.toHaveProperty('oslo_messaging_notifications');
    expect(glanceConf()).not.toHaveProperty('oslo_messaging_rabbit');
  });

  test('imports are converted only when that is asked for', () => {
    expect(glanceConf().image_import_opts).toEqual({ image_import_plugins: '[]' });
    const conf = glanceConf({ import: { convertTo: 'raw' } });
    expect([conf.image_import_opts, conf.image_conversion]).toEqual([{ image_import_plugins: '[image_conversion]' }, { output_format: 'raw' }]);
  });

  test('nothing is fetched from where the cloud answers its guests', () => {
    expect(glanceConf().import_filtering_opts?.disallowed_hosts).toContain('169.254.169.254');
  });

  test('what waits for an import lies on the volume', () => {
    expect(String(glanceConf().os_glance_staging_store?.filesystem_store_datadir)).toMatch(/^\/var\/lib\/glance\//);
  });
});

describe('jobs', () => {
  const jobsOf = (config: object = {}): NonNullable<ReturnType<NonNullable<typeof glance.jobs>>> => glance.jobs?.(glanceContext(config)) ?? {};

  test('the catalog gets all three endpoints', () => {
    const { identity } = jobsOf().registration as Registered;
    expect(identity.services).toMatchObject([{ name: 'glance', type: 'image', endpoints: { admin: 'http://glance.cloud.svc:9292', internal: 'http://glance.cloud.svc:9292', public: 'http://192.0.2.1:30292' } }]);
  });

  test('the schema comes after the database', () => {
    expect(jobsOf()['db-sync']?.after).toEqual(['db-create']);
  });

  test('the test guest is uploaded once per content of its image, after the API answers', () => {
    expect(jobsOf()['image-test-guest']).toMatchObject({ phase: 'after', imageIdentity: true, image: { name: 'test-guest' } });
    expect(jobsOf({ bootstrap: { testGuest: false } })).not.toHaveProperty('image-test-guest');
  });

  const images = { debian: { url: 'https://example.org/debian.qcow2', sha256: 'a'.repeat(64), minDisk: 3 } };

  test('an image by URL is a job of its own, which a new version of ours does not run again', () => {
    const job = jobsOf({ bootstrap: { images } })['image-debian'];
    expect(job).toMatchObject({ phase: 'after', imageIdentity: false, image: { name: 'image-upload' } });
    expect(job?.identity).toMatchObject({ image: { name: 'debian', minDisk: 3, visibility: 'public' }, source: { url: images.debian.url } });
  });

  test.each([
    ['a file of this host', { file: 'disks/own.qcow2' }],
    ['an image of a component', { image: 'disks', path: '/disks/own.qcow2' }],
  ])('%s is part of an image of its own, whose content decides whether its job runs again', (_, content) => {
    const job = jobsOf({ bootstrap: { images: { own: { ...content, diskFormat: 'raw' } } } })['image-own'];
    expect(job).toMatchObject({ phase: 'after', imageIdentity: true, image: { name: 'glance-image-own', user: { name: 'node' } } });
    expect(job?.identity).toMatchObject({ image: { name: 'own', diskFormat: 'raw' }, source: { file: '/usr/share/ccp/images/disk' } });
  });

  test('the password of the account reaches the program as a variable only', () => {
    const job = jobsOf()['image-test-guest'];
    expect(String(job?.env?.OS_PASSWORD)).toBe('@@secret:glance.service-password:none@@');
    expect(JSON.stringify([job?.command, job?.identity, job?.env?.CCP_UPLOAD])).not.toContain('secret:');
  });

  test.each([{ 'test-guest': images.debian }, { debian: { url: images.debian.url } }, { debian: { ...images.debian, sha256: 'x' } }, { Debian: images.debian }, { debian: { minDisk: 3 } }, { debian: { ...images.debian, file: 'x' } }, { debian: { file: 'x', sha256: 'a'.repeat(64) } }, { debian: { image: 'x' } }, { debian: { image: 'x', path: 'relative' } }])('bootstrap.images %j is refused', (wrong) => {
    expect(glanceConfig.schema.safeParse({ bootstrap: { images: wrong } }).success).toBe(false);
  });

  test.each([
    ['the name of another', { debian: images.debian, other: { ...images.debian, name: 'debian' } }, ['other', 'name']],
    ['a key that is the name of another', { debian: { ...images.debian, name: 'other' }, other: images.debian }, ['other']],
    ['the name of the test guest', { guest: { ...images.debian, name: 'test-guest' } }, ['guest', 'name']],
  ])('an image with %s is refused at its key', (_, named, path) => {
    const { error } = glanceConfig.schema.safeParse({ bootstrap: { images: named } });
    expect(error?.issues).toMatchObject([{ path: ['bootstrap', 'images', ...path], message: expect.stringMatching(/has the name ".+" already/) }]);
  });

  test('an image may have the name of the test guest where that is switched off', () => {
    expect(glanceConfig.schema.safeParse({ bootstrap: { testGuest: false, images: { guest: { ...images.debian, name: 'test-guest' } } } }).success).toBe(true);
  });
});

describe('images of containers', () => {
  const found = defineImage({ name: 'disks', title: 'Disks', from: 'scratch', steps: [] });
  const asked: string[] = [];
  const material: ImageMaterial = {
    file: (path, key) => (asked.push(key.join('.')), new URL(`file:///lab/${path}`)),
    image: (name, key) => (asked.push(key.join('.')), name === 'disks' ? found : undefined),
  };
  const made = (images: object): readonly ImageDefinition[] => bootstrapImages({ config: glanceConfig.schema.parse({ bootstrap: { images } }), service: 'glance' }, material);

  test('hold what is declared, beside what uploads it; a URL needs none', () => {
    const images = made({ own: { file: 'own.qcow2' }, theirs: { image: 'disks', path: '/disk' }, debian: { url: 'https://example.org/x', sha256: 'a'.repeat(64) } });
    expect(images).toMatchObject([
      { name: 'glance-image-own', from: { name: 'image-upload' }, steps: [{ kind: 'copy', source: new URL('file:///lab/own.qcow2'), target: '/usr/share/ccp/images/disk', mode: '0644' }] },
      { name: 'glance-image-theirs', steps: [{ kind: 'copyFrom', image: found, source: '/disk' }] },
    ]);
    expect(asked).toEqual(['bootstrap.images.own.file', 'bootstrap.images.theirs.image']);
  });

  test('whose content is not there are left out', () => expect(made({ none: { image: 'unknown', path: '/disk' } })).toEqual([]));
});

test('one pod owns the volume', () => {
  expect([glance.kind, glance.availability.max]).toEqual(['StatefulSet', 1]);
});

test('capability image: both URLs without version', () => {
  expect(imageProvider.value(glanceContext(), { service: 'nova' })).toEqual({ internalUrl: 'http://glance.cloud.svc:9292', publicUrl: 'http://192.0.2.1:30292' });
});
