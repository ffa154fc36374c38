import { branded, isBranded } from './brand.ts';
import type { DebianRoot, ImageDefinition, ImageSpec } from './image-spec.ts';

/** Declares an image. Pure: nothing is built or read. */
export function defineImage(spec: ImageSpec): ImageDefinition {
  return branded('image', spec);
}

/** Whether `value` was made by {@link defineImage}. */
export function isImage(value: unknown): value is ImageDefinition {
  return isBranded('image', value);
}

/** Declares a Debian root file system as a base. `include` default: none. */
export function debianRoot(suite: string, include: readonly string[] = []): DebianRoot {
  return { kind: 'debian', suite, include };
}
