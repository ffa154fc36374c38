import type { ImageDefinition } from './image-spec.ts';

/**
 * What an image that follows from the configuration can be made of. `key`: path below the configuration of the service of the value that asks for
 * it; what is not there is told with its place (CONFIG_INVALID), after all of the configuration was looked at.
 */
export interface ImageMaterial {
  /** A file of the operator, for a step that copies it: relative to the folder of the configuration file, or absolute, or under `~/`. */
  file(path: string, key: readonly string[]): URL;
  /** An image of a component, by its name; undefined when there is none. */
  image(name: string, key: readonly string[]): ImageDefinition | undefined;
}

/** Makes the images of a service that follow from its configuration. `service`: name of the service, with which theirs begin. */
export type ConfiguredImages<C> = (context: { readonly config: C; readonly service: string }, material: ImageMaterial) => readonly ImageDefinition[];
