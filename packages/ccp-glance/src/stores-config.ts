import { z } from 'zod';

/** One line of an INI file. */
const text = z.string().regex(/^[^\n\r]+$/, 'one line');

const fileStore = z.strictObject({ type: z.literal('file').describe('On the volume of the service.') });

const rbdStore = z.strictObject({
  type: z.literal('rbd').describe('In a pool of Ceph.'),
  monitors: z.array(z.string().regex(/^[^\s,]+$/, 'host, or host:port')).min(1).describe('Monitors of the Ceph cluster.'),
  pool: text.default('images').describe('Pool.'),
  user: z.string().regex(/^[A-Za-z0-9._-]+$/, 'letters, digits, ".", "_" and "-"').default('glance').describe('Name at Ceph, without `client.`; its key is the secret `<service>.rbd-<store>-key`, which must be imported.'),
  chunkSize: z.int().min(1).max(1024).default(8).describe('MiB of an object.'),
});

const s3Store = z.strictObject({
  type: z.literal('s3').describe('In a bucket of an object store that speaks S3.'),
  url: z.string().regex(/^https?:\/\/\S+$/, 'http://host or https://host').describe('URL of the object store; its account is in the secrets `<service>.s3-<store>-access-key` and `<service>.s3-<store>-secret-key`, which must be imported.'),
  region: z.string().regex(/^\S+$/, 'without blanks').optional().describe('Region, where the object store has some.'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{2,62}$/, 'a name of a bucket').default('images').describe('Bucket.'),
  createBucket: z.boolean().default(false).describe('Make the bucket when it is absent.'),
  urlFormat: z.enum(['auto', 'virtual', 'path']).default('auto').describe('Whether the bucket is a host name or a path.'),
});

/** Configuration of one store. */
export const storeSchema = z.discriminatedUnion('type', [fileStore, rbdStore, s3Store]);

/** See {@link storeSchema}. */
export type StoreConfig = z.infer<typeof storeSchema>;

/** Stores by name; the name is also the one of their section in `glance-api.conf`. */
export const storesSchema = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower case, digits and "-", at most 31'), storeSchema)
  .refine((stores) => Object.keys(stores).length > 0, 'at least one store')
  .default({ file: { type: 'file' } });
