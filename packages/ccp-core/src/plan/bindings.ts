import type { CapabilityName } from '../capabilities/index.ts';
import type { Catalog, CatalogService } from '../catalog/index.ts';
import type { Configuration } from '../config/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import { findCycle } from '../graph/index.ts';

/** Service to (capability to the service that provides it). */
export type Bindings = ReadonlyMap<string, ReadonlyMap<CapabilityName, string>>;

/**
 * Binds every required capability to a service: as `services.<name>.bindings` says, else to the only provider; and every wanted one
 * that is written or provided.
 * Unbound and unknown capabilities and cycles are returned as faults (CATALOG_INVALID, CONFIG_INVALID).
 */
export function resolveBindings(catalog: Catalog, configuration: Configuration, services: readonly string[]): { bindings: Bindings; faults: readonly CcpError[] } {
  const faults: CcpError[] = [];
  const bindings = new Map<string, Map<CapabilityName, string>>();
  for (const name of services) {
    const own = new Map<CapabilityName, string>();
    const { requires = [], wants = [] } = catalog.services.get(name)?.definition ?? {};
    for (const capability of [...requires, ...wants.filter((wanted) => mayBind({ catalog, configuration, services }, name, wanted))]) {
      const bound = bind({ catalog, configuration, services }, name, capability);
      if (bound instanceof CcpError) faults.push(bound);
      else own.set(capability, bound);
    }
    bindings.set(name, own);
  }
  const cycle = findCycle(new Map([...bindings].map(([name, own]) => [name, [...own.values()]])));
  if (cycle !== undefined) faults.push(new CcpError('CATALOG_INVALID', `services need each other in a cycle: ${cycle.join(' -> ')}`, { hint: 'Bind one of these capabilities to another service.' }));
  return { bindings, faults };
}

interface Scope {
  readonly catalog: Catalog;
  readonly configuration: Configuration;
  readonly services: readonly string[];
}

/** Whether a capability that is only wanted is there to be bound. */
function mayBind({ catalog, configuration, services }: Scope, name: string, capability: CapabilityName): boolean {
  const written = configuration.core.services[name]?.bindings[capability] !== undefined;
  const offers = (service: string): boolean => {
    const provider = catalog.services.get(service)?.definition.provides?.[capability];
    return provider !== undefined && provider.onRequest !== true;
  };
  return written || services.some((service) => service !== name && offers(service));
}

function bind({ catalog, configuration, services }: Scope, name: string, capability: CapabilityName): string | CcpError {
  const providers = services.filter((service) => provides(catalog.services.get(service), capability));
  const wanted = configuration.core.services[name]?.bindings[capability];
  if (wanted !== undefined) {
    if (providers.includes(wanted)) return wanted;
    const near = nearest(wanted, providers);
    return new CcpError('CONFIG_INVALID', `${name}: "${wanted}" does not provide ${capability}`, {
      where: configuration.raw.locate(['services', name, 'bindings', capability]),
      hint: near === undefined ? `Providers: ${providers.join(', ') || 'none'}.` : `Did you mean "${near}"?`,
    });
  }
  const [only, ...more] = providers;
  if (only !== undefined && more.length === 0) return only;
  return new CcpError('CATALOG_INVALID', only === undefined ? `${name} requires ${capability}, which no service provides` : `${name} requires ${capability}, which ${providers.join(' and ')} provide`, {
    where: { object: name },
    hint: only === undefined ? 'Install a component that provides it.' : `Set services.${name}.bindings.${capability}.`,
  });
}

function provides(service: CatalogService | undefined, capability: CapabilityName): boolean {
  return service?.definition.provides?.[capability] !== undefined;
}
