import { z } from 'zod';

/** What every image says of itself. */
const description = {
  name: z.string().min(1).max(255).optional().describe('Name in Glance. Default: the key.'),
  visibility: z.enum(['public', 'private', 'shared', 'community']).default('public').describe('Who sees it; it belongs to the project of services.'),
  minDisk: z.int().min(0).default(0).describe('GiB that the disk of a guest must have.'),
  minRam: z.int().min(0).default(0).describe('MiB of memory that a guest must have.'),
  properties: z.record(z.string().regex(/^[A-Za-z][\w:.-]*$/, 'a name of a property'), z.string()).default({}).describe('Properties, for example hw_disk_bus.'),
};

const urlImage = z.strictObject({
  url: z.string().regex(/^https?:\/\/\S+$/, 'http:// or https://').describe('Where a pod of the cluster fetches it from.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 digits').describe('SHA-256 of what is fetched; nothing else becomes an image.'),
  diskFormat: z.enum(['qcow2', 'raw', 'vmdk', 'vdi', 'vhd', 'vhdx', 'iso', 'ami', 'ari', 'aki']).default('qcow2').describe('Format.'),
  ...description,
});

/** Configuration of an image that is made from a URL. */
export type UrlImage = z.infer<typeof urlImage>;

/** Images that are there from the beginning. They are made when they are absent, and replaced when their content changes. */
export const bootstrapSchema = z
  .strictObject({
    testGuest: z.boolean().default(true).describe('The image `test-guest` of this package, with which `ccp verify` tries the cloud.'),
    images: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower case, digits and "-", at most 40'), urlImage)
      .refine((images) => images['test-guest'] === undefined, '"test-guest" is the image of this package')
      .default({})
      .describe('Further images, by a name for their job.'),
  })
  .prefault({});
