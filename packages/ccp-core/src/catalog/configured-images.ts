import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { namedFile, type Configuration, type KeyPath } from '../config/index.ts';
import type { ImageDefinition, ImageMaterial } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { Catalog } from './catalog.ts';

/**
 * The catalog with the images that follow from the configuration of its services (`configs`, by name). Files that are not there and images that no
 * component has are returned as faults (CONFIG_INVALID).
 */
export function withConfiguredImages(catalog: Catalog, configuration: Configuration, configs: ReadonlyMap<string, unknown>): { readonly catalog: Catalog; readonly faults: readonly CcpError[] } {
  const faults: CcpError[] = [];
  const known = new Map(catalog.images.map(({ image }) => [image.name, image]));
  const further = [...catalog.services].flatMap(([service, { definition, component }]) => {
    const config = configs.get(service);
    if (config === undefined) return [];
    const material = materialOf(configuration, ['services', service, 'config'], known, faults);
    const images = definition.images?.({ config, service }, material) ?? [];
    return images.map((image) => ({ image, directory: component.directory, packageVersion: component.version }));
  });
  return { catalog: { ...catalog, images: [...catalog.images, ...further] }, faults };
}

function materialOf(configuration: Configuration, prefix: KeyPath, known: ReadonlyMap<string, ImageDefinition>, faults: CcpError[]): ImageMaterial {
  const { raw } = configuration;
  const complain = (path: KeyPath, message: string, hint: string): void => {
    const object = path.join('.');
    faults.push(new CcpError('CONFIG_INVALID', `${object}: ${message}`, { where: { object, ...raw.locate(path) }, hint }));
  };
  return {
    file: (written, key) => {
      const path = [...prefix, ...key];
      const file = namedFile(configuration, path, written);
      const found = statSync(file, { throwIfNoEntry: false });
      if (found?.isFile() !== true) complain(path, `${file} is ${found === undefined ? 'not there' : 'no file'}`, 'Paths are relative to the folder of the configuration file.');
      return pathToFileURL(file);
    },
    image: (name, key) => {
      const image = known.get(name);
      const near = nearest(name, [...known.keys()]);
      if (image === undefined) complain([...prefix, ...key], `no component has an image "${name}"`, near === undefined ? 'See ccp images list.' : `Did you mean "${near}"?`);
      return image;
    },
  };
}
