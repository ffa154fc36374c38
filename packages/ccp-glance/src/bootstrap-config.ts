import { z } from 'zod';

/** What every image says of itself. */
const description = {
  name: z.string().min(1).max(255).optional().describe('Name in Glance, which no other of these images may have. Default: the key.'),
  visibility: z.enum(['public', 'private', 'shared', 'community']).default('public').describe('Who sees it; it belongs to the project of services.'),
  minDisk: z.int().min(0).default(0).describe('GiB that the disk of a guest must have.'),
  minRam: z.int().min(0).default(0).describe('MiB of memory that a guest must have.'),
  properties: z.record(z.string().regex(/^[A-Za-z][\w:.-]*$/, 'a name of a property'), z.string()).default({}).describe('Properties, for example hw_disk_bus.'),
};

/** Where the content of an image may come from; one of them. */
const sources = ['url', 'file', 'image'] as const;

/** What belongs to a source, and to no other. */
const companions = [
  { key: 'sha256', of: 'url' },
  { key: 'path', of: 'image' },
] as const;

const keys = z.strictObject({
  url: z.string().regex(/^https?:\/\/\S+$/, 'http:// or https://').optional().describe('Where a pod of the cluster fetches it from; `sha256` is then needed.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 digits').optional().describe('SHA-256 of what is fetched; nothing else becomes an image.'),
  file: z.string().min(1).optional().describe('A file of this host, relative to the folder of the configuration file; becomes part of an image of containers.'),
  image: z.string().min(1).optional().describe('An image of containers of a component that holds it, by its name; `path` is then needed.'),
  path: z.string().regex(/^\/[^\0]+$/, 'an absolute path').optional().describe('The file in `image`.'),
  diskFormat: z.enum(['qcow2', 'raw', 'vmdk', 'vdi', 'vhd', 'vhdx', 'iso', 'ami', 'ari', 'aki']).default('qcow2').describe('Format.'),
  ...description,
});

const image = keys.superRefine((value, context) => {
  const given = sources.filter((source) => value[source] !== undefined);
  if (given.length === 0) context.addIssue({ code: 'custom', message: `names no content; give one of ${sources.join(', ')}` });
  if (given.length > 1) context.addIssue({ code: 'custom', path: [given[1] ?? ''], message: `${given.join(' and ')} are different contents; give one of them` });
  for (const { key, of } of companions) {
    if (given.length !== 1 || (value[key] !== undefined) === given.includes(of)) continue;
    context.addIssue(value[key] === undefined ? { code: 'custom', message: `needs ${key} beside ${of}` } : { code: 'custom', path: [key], message: `belongs to ${of}, not to ${given.join()}` });
  }
});

/** Configuration of an image. */
export type DeclaredImage = z.infer<typeof image>;

/** Where the content of a declared image is. */
export type ImageContent = { readonly kind: 'url'; readonly url: string; readonly sha256: string } | { readonly kind: 'file'; readonly file: string } | { readonly kind: 'image'; readonly image: string; readonly path: string };

/** The one content that a valid declaration names. */
export function contentOf({ url, sha256 = '', file, image: from = '', path = '' }: DeclaredImage): ImageContent {
  if (url !== undefined) return { kind: 'url', url, sha256 };
  return file === undefined ? { kind: 'image', image: from, path } : { kind: 'file', file };
}

/** Name of the image that this package brings. */
export const testGuestName = 'test-guest';

/** The name of a declared image in Glance. */
export function nameOf(key: string, { name = key }: Pick<DeclaredImage, 'name'>): string {
  return name;
}

/** Images that are there from the beginning. They are made when they are absent, and replaced when their content changes. */
export const bootstrapSchema = z
  .strictObject({
    testGuest: z.boolean().default(true).describe('The image `test-guest` of this package, with which `ccp verify` tries the cloud.'),
    images: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower case, digits and "-", at most 40'), image)
      .refine((images) => images[testGuestName] === undefined, `"${testGuestName}" is the image of this package`)
      .default({})
      .describe('Further images, by a name for their job.'),
  })
  .superRefine(({ testGuest, images }, context) => {
    const taken = new Map<string, string>(testGuest ? [[testGuestName, 'the image of this package']] : []);
    for (const [key, declared] of Object.entries(images)) {
      const name = nameOf(key, declared);
      const other = taken.get(name);
      // Each of the two jobs would hide the other's image.
      if (other === undefined) taken.set(name, `bootstrap.images.${key}`);
      else context.addIssue({ code: 'custom', path: ['images', key, ...(declared.name === undefined ? [] : ['name'])], message: `${other} has the name "${name}" already` });
    }
  })
  .prefault({});
