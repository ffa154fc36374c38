import { copy, copyFrom, defineImage, type ConfiguredImages, type ImageDefinition, type RunnableImage, type Step } from 'ccp-core';
import { users } from 'ccp-entrypoint';
import { contentOf, type ImageContent } from './bootstrap-config.ts';
import type { GlanceConfig } from './config.ts';
import { imageUploadImage, uploadCommand } from './upload-image.ts';

/** Where the disk of a declared image lies in the image that uploads it. */
export const diskFile = '/usr/share/ccp/images/disk';

/** The image of containers that uploads the declared image `key`, whose content is in it. */
export function uploaderOf(service: string, key: string): RunnableImage {
  return { name: `${service}-image-${key}`, user: users.node };
}

/** One for each declared image whose content is no URL: a layer holds a disk of any size, and the nodes get it as they get all that they run. */
export const bootstrapImages: ConfiguredImages<GlanceConfig> = ({ config, service }, material) =>
  Object.entries(config.bootstrap.images).flatMap(([key, declared]): ImageDefinition[] => {
    const step = stepFor(contentOf(declared), ['bootstrap', 'images', key], material);
    if (step === undefined) return [];
    return [defineImage({ ...uploaderOf(service, key), title: `The image ${key} of Glance, and what uploads it`, licenses: 'NOASSERTION', from: imageUploadImage, steps: [step], command: uploadCommand, expectedSeconds: 10 })];
  });

/** Undefined where there is nothing to take along. */
function stepFor(content: ImageContent, key: readonly string[], material: Parameters<ConfiguredImages<GlanceConfig>>[1]): Step | undefined {
  if (content.kind === 'url') return undefined;
  if (content.kind === 'file') return copy(material.file(content.file, [...key, 'file']), diskFile, { mode: '0644' });
  const image = material.image(content.image, [...key, 'image']);
  return image === undefined ? undefined : copyFrom(image, content.path, diskFile);
}
