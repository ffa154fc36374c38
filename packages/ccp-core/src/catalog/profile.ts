import { profileOf, type Configuration } from '../config/index.ts';
import type { Catalog } from './catalog.ts';

/** The catalog as the profile of the environment changes it: replicas and resources of services. */
export function withProfile(catalog: Catalog, configuration: Configuration): Catalog {
  const services = [...catalog.services].map(([name, service]) => {
    const { definition } = service;
    const { replicas, resources } = profileOf(definition, configuration) ?? {};
    const availability = { ...definition.availability, replicas: replicas ?? definition.availability.replicas };
    return [name, { ...service, definition: { ...definition, availability, resources: resources ?? definition.resources } }] as const;
  });
  return { ...catalog, services: new Map(services) };
}
