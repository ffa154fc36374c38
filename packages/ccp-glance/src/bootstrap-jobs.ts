import type { IdentityEndpoint, JobSpec, RunnableImage, ServiceContext } from 'ccp-core';
import { contentOf, nameOf, testGuestName, type DeclaredImage } from './bootstrap-config.ts';
import { diskFile, uploaderOf } from './bootstrap-images.ts';
import type { GlanceConfig } from './config.ts';
import { testGuestFile, testGuestImage } from './test-guest-image.ts';
import type { UploadInput, UploadSource, WantedImage } from './upload-input.ts';
import { imageUploadImage, uploadCommand } from './upload-image.ts';

const testGuest: WantedImage = {
  name: testGuestName,
  diskFormat: 'qcow2',
  visibility: 'public',
  minDisk: 1,
  minRam: 128,
  properties: { os_distro: 'debian', os_type: 'linux', hw_disk_bus: 'virtio', hw_vif_model: 'virtio', hw_rng_model: 'virtio' },
};

/** One job for each image that the configuration wants, after the API answers. */
export function bootstrapJobs(context: ServiceContext<GlanceConfig>, identity: IdentityEndpoint): Readonly<Record<string, JobSpec>> {
  const { config, service } = context;
  const upload = (image: RunnableImage, wantedImage: WantedImage, source: UploadSource): JobSpec => uploadJob(context.internalUrl('public'), identity, image, wantedImage, source);
  const declared = Object.entries(config.bootstrap.images).map(([key, image]): [string, JobSpec] => {
    const content = contentOf(image);
    const job = content.kind === 'url' ? upload(imageUploadImage, wanted(key, image), { url: content.url, sha256: content.sha256 }) : upload(uploaderOf(service, key), wanted(key, image), { file: diskFile });
    return [`image-${key}`, job];
  });
  return {
    ...(config.bootstrap.testGuest ? { [`image-${testGuestName}`]: upload(testGuestImage, testGuest, { file: testGuestFile }) } : {}),
    ...Object.fromEntries(declared),
  };
}

function wanted(key: string, declared: DeclaredImage): WantedImage {
  const { diskFormat, visibility, minDisk, minRam, properties } = declared;
  return { name: nameOf(key, declared), diskFormat, visibility, minDisk, minRam, properties };
}

function uploadJob(imageUrl: string, identity: IdentityEndpoint, image: RunnableImage, wantedImage: WantedImage, source: UploadSource): JobSpec {
  const { account, admin, internalUrl } = identity;
  const login = { user: account.user, project: 'service', domain: admin.domain };
  const input: UploadInput = { version: 1, identityUrl: internalUrl, imageUrl, login, image: wantedImage, source };
  return {
    phase: 'after',
    image,
    command: uploadCommand,
    env: { CCP_UPLOAD: JSON.stringify(input), OS_PASSWORD: account.password },
    files: [],
    liveFiles: [],
    identity: input,
    // A new image may hold another disk; the program uploads it only then.
    imageIdentity: 'file' in source,
    // An image of a few GiB over a slow line.
    deadlineSeconds: 3600,
    expectedSeconds: 6,
  };
}
