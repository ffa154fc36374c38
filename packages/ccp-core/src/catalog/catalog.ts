import type { ImageDefinition, PodInit, ServiceDefinition } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { composeActions, type CatalogAction } from './actions.ts';
import type { LoadedComponent } from './discover.ts';

/** A service with the component it comes from. */
export interface CatalogService {
  /** Bears the name of the instance. */
  readonly definition: ServiceDefinition;
  /** Name of the definition as its package wrote it. */
  readonly instanceOf: string;
  readonly component: LoadedComponent;
}

/** An image with the folder that its context paths are relative to and the version of its package. */
export interface CatalogImage {
  readonly image: ImageDefinition;
  readonly directory: string;
  readonly packageVersion: string;
}

/** All definitions found, by name. */
export interface Catalog {
  readonly components: readonly LoadedComponent[];
  readonly services: ReadonlyMap<string, CatalogService>;
  readonly images: readonly CatalogImage[];
  readonly actions: ReadonlyMap<string, CatalogAction>;
  /** What waits in pods; undefined when no component provides it. */
  readonly podInit: PodInit | undefined;
}

/** Composes the catalog. Clashes of names and a second pod-init provider are returned as faults (CATALOG_INVALID). */
export function composeCatalog(components: readonly LoadedComponent[]): { catalog: Catalog; faults: readonly CcpError[] } {
  const faults: CcpError[] = [];
  const services = new Map<string, CatalogService>();
  const images = new Map<string, CatalogImage>();
  for (const component of components) {
    for (const definition of component.definition.services ?? []) {
      const other = services.get(definition.name);
      if (other !== undefined) faults.push(clash('service', definition.name, other.component.name, component.name));
      services.set(definition.name, { definition, instanceOf: definition.name, component });
    }
    for (const image of component.definition.images) {
      const other = images.get(image.name);
      if (other !== undefined) faults.push(clash('image', image.name, other.directory, component.directory));
      images.set(image.name, { image, directory: component.directory, packageVersion: component.version });
    }
  }
  const waiters = components.flatMap((component) => component.definition.podInit ?? []);
  if (waiters.length > 1) faults.push(new CcpError('CATALOG_INVALID', 'more than one component provides pod-init', { hint: 'Name the components to use in "components:".' }));
  const { actions, faults: actionFaults } = composeActions(components);
  return { catalog: { components, services, images: [...images.values()], actions, podInit: waiters[0] }, faults: [...faults, ...actionFaults] };
}

function clash(what: string, name: string, first: string, second: string): CcpError {
  return new CcpError('CATALOG_INVALID', `${what} "${name}" is defined by ${first} and by ${second}`, { hint: 'Rename one of them.' });
}
