import { branded } from './brand.ts';
import type { DebianRoot, ImageDefinition, ImageSpec } from './image-spec.ts';

/** Declares an image. Pure: nothing is built or read. */
export function defineImage(spec: ImageSpec): ImageDefinition {
  return branded('image', spec);
}

/** Declares a Debian root file system as a base. `include` default: none. */
export function debianRoot(suite: string, include: readonly string[] = []): DebianRoot {
  return { kind: 'debian', suite, include };
}
