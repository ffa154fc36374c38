import { secretRef, type SecretSpec, type ServiceContext } from 'ccp-core';
import type { GlanceConfig } from './config.ts';
import type { StoreConfig } from './stores-config.ts';

/** An option of a section. */
export interface StoreOption {
  readonly name: string;
  readonly value: string;
}

/** The section of a store in `glance-api.conf`. */
export interface StoreSection {
  readonly name: string;
  readonly options: readonly StoreOption[];
}

/** Options that a section of a store may hold, whatever the name of the store. */
export const storeOptions = [
  'store_description',
  'weight',
  'filesystem_store_datadir',
  'filesystem_store_file_perm',
  'filesystem_store_chunk_size',
  'filesystem_thin_provisioning',
  'rbd_store_chunk_size',
  'rbd_store_pool',
  'rbd_store_user',
  'rbd_store_ceph_conf',
  'rados_connect_timeout',
  'rbd_thin_provisioning',
  's3_store_host',
  's3_store_region_name',
  's3_store_access_key',
  's3_store_secret_key',
  's3_store_bucket',
  's3_store_create_bucket_on_put',
  's3_store_bucket_url_format',
  's3_store_large_object_size',
  's3_store_large_object_chunk_size',
  's3_store_thread_pools',
  's3_store_cacert',
] as const;

type StoreOptionName = (typeof storeOptions)[number];

/** Seconds that a Ceph cluster is waited for; without a limit it is 300, in which Glance does not answer. */
const cephPatience = 15;

/** Not `.conf`: these are files of Ceph, not of oslo.config. */
function cephFile(store: string): string {
  return `/etc/ceph/${store}.ceph`;
}

function keyringFile(store: string): string {
  return `/etc/ceph/${store}.keyring`;
}

/** Accounts that somebody else gave, by local name. */
export function storeSecrets({ stores }: GlanceConfig): Record<string, SecretSpec> {
  const imported = (description: string): SecretSpec => ({ description, imported: true });
  return Object.fromEntries(
    Object.entries(stores).flatMap(([name, store]): [string, SecretSpec][] => {
      if (store.type === 'rbd') return [[`rbd-${name}-key`, imported(`Key of client.${store.user} at the Ceph cluster of the store ${name}`)]];
      if (store.type === 's3') return [[`s3-${name}-access-key`, imported(`Name of the account of the store ${name}`)], [`s3-${name}-secret-key`, imported(`Key of the account of the store ${name}`)]];
      return [];
    }),
  );
}

/** Sections of all stores, in the order of the configuration. */
export function storeSections({ config, secret }: Pick<ServiceContext<GlanceConfig>, 'config' | 'secret'>): StoreSection[] {
  const escaped = (local: string): string => secretRef(secret(local).name, 'oslo').toString();
  return Object.entries(config.stores).map(([name, store]) => ({
    name,
    options: Object.entries(optionsOf(name, store, escaped)).map(([option, value]) => ({ name: option, value })),
  }));
}

function optionsOf(name: string, store: StoreConfig, secret: (local: string) => string): Partial<Record<StoreOptionName, string>> {
  switch (store.type) {
    case 'file':
      return { filesystem_store_datadir: `/var/lib/glance/stores/${name}` };
    case 'rbd':
      return { rbd_store_ceph_conf: cephFile(name), rbd_store_user: store.user, rbd_store_pool: plain(store.pool), rbd_store_chunk_size: String(store.chunkSize), rados_connect_timeout: String(cephPatience) };
    case 's3':
      return {
        s3_store_host: plain(store.url),
        ...(store.region === undefined ? {} : { s3_store_region_name: plain(store.region) }),
        s3_store_bucket: store.bucket,
        s3_store_create_bucket_on_put: String(store.createBucket),
        s3_store_bucket_url_format: store.urlFormat,
        s3_store_access_key: secret(`s3-${name}-access-key`),
        s3_store_secret_key: secret(`s3-${name}-secret-key`),
      };
  }
}

/** oslo.config takes `$` for the name of another option. */
function plain(value: string): string {
  return value.replaceAll('$', '$$$$');
}

/** What the clients of Ceph read: where the cluster is, and the key. */
export function storeFiles({ config, secret }: Pick<ServiceContext<GlanceConfig>, 'config' | 'secret'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.stores).flatMap(([name, store]): [string, string][] =>
      store.type === 'rbd'
        ? [
            [cephFile(name), `[global]\nmon_host = ${store.monitors.join(',')}\n\n[client.${store.user}]\nkeyring = ${keyringFile(name)}\n`],
            [keyringFile(name), `[client.${store.user}]\nkey = ${secret(`rbd-${name}-key`)}\n`],
          ]
        : [],
    ),
  );
}
