import type { Configuration } from '../config/index.ts';
import type { PortSpec, Resources, ServiceDefinition } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { Catalog, CatalogService } from './catalog.ts';

type Section = Configuration['core']['services'][string];

/**
 * The catalog as the configuration wants it: its services are the instances that exist in this environment, by their names, with ports
 * and resources as `services.<name>` says. Each definition has an instance of its own name, unless it is switched off or made on demand
 * only; `services.<name>.definition` makes further ones. Unknown definitions are returned as faults (CONFIG_INVALID).
 */
export function instantiate(catalog: Catalog, configuration: Configuration): { catalog: Catalog; faults: readonly CcpError[] } {
  const sections = configuration.core.services;
  const services = new Map<string, CatalogService>();
  const faults: CcpError[] = [];
  for (const name of [...new Set([...catalog.services.keys(), ...Object.keys(sections)])].sort()) {
    const section = sections[name];
    const service = catalog.services.get(section?.definition ?? name);
    if (service === undefined) faults.push(...unknownDefinition(catalog, configuration, name));
    else if (exists(service.definition, section)) services.set(name, instance(service, name, section));
  }
  return { catalog: { ...catalog, services }, faults };
}

function exists({ instantiate: when }: ServiceDefinition, section: Section | undefined): boolean {
  return section?.enabled ?? when !== 'on-demand';
}

function instance(service: CatalogService, name: string, section: Section | undefined): CatalogService {
  const { definition } = service;
  if (section === undefined) return service;
  const ports: ServiceDefinition['ports'] = (context) => withPublication(definition.ports(context), section);
  return { ...service, definition: { ...definition, name, ports, resources: withResources(definition.resources, section.resources) } };
}

function withPublication(ports: Readonly<Record<string, PortSpec>>, { nodePorts, ingress }: Section): Record<string, PortSpec> {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => {
      const written = { nodePort: nodePorts[name], ingress: ingress[name] };
      return [name, { ...port, ...Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)) }];
    }),
  );
}

function withResources(resources: Resources, written: Section['resources']): Resources {
  const defined = (part: object | undefined): object => Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined));
  return { requests: { ...resources.requests, ...defined(written?.requests) }, limits: { ...resources.limits, ...defined(written?.limits) } };
}

/** A section that names no definition and switches nothing off is left to the check of service names. */
function unknownDefinition(catalog: Catalog, { core, raw }: Configuration, name: string): CcpError[] {
  const { definition, enabled } = core.services[name] ?? { enabled: true };
  if (definition === undefined && enabled) return [];
  const known = [...catalog.services.keys()];
  const near = nearest(definition ?? name, known);
  const message = definition === undefined ? `unknown service "${name}" in services` : `services.${name}: there is no definition "${definition}"`;
  return [
    new CcpError('CONFIG_INVALID', message, {
      where: raw.locate(['services', name, ...(definition === undefined ? [] : ['definition'])]),
      hint: near === undefined ? `Definitions: ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?`,
    }),
  ];
}
