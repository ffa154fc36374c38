import type { z } from 'zod';
import type { ServiceDefinition, ServiceProfile } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { KeyPath, RawConfiguration } from './document.ts';
import type { Configuration } from './load.ts';
import { deepMerge } from './merge.ts';
import { nodeConfigFaults } from './node-config.ts';
import { overrideFaults } from './override-faults.ts';
import { validate, validateParts } from './validate.ts';

/**
 * Validates what the configuration says of services: `services.<name>.config` with the service's own schema, that every
 * service and bound capability exists, and the number of replicas. The environment's profile lies below what is written, and `defaults`, which follow from the cluster, between them. Where a value is
 * faulty, defaults stand in its place, so that the rest can be checked. `complete: false`: there may be services that are not known.
 */
export function serviceConfigurations(
  configuration: Configuration,
  services: ReadonlyMap<string, ServiceDefinition>,
  { complete = true, defaults = new Map() }: { readonly complete?: boolean; readonly defaults?: ReadonlyMap<string, { readonly config: Readonly<Record<string, unknown>> }> } = {},
): { values: ReadonlyMap<string, unknown>; faults: readonly CcpError[] } {
  const values = new Map<string, unknown>();
  const faults = [...(complete ? unknownServices(configuration, [...services.keys(), ...absentServices(configuration)]) : []), ...uselessBindings(configuration, services), ...tooManyReplicas(configuration, services)];
  for (const [name, service] of services) {
    const below = deepMerge(profileOf(service, configuration)?.config ?? {}, defaults.get(name)?.config ?? {});
    const result = validateParts(service.config.schema, deepMerge(below, writtenOf(name, configuration)), configuration.raw, ['services', name, 'config']);
    faults.push(...result.faults);
    values.set(name, result.value);
  }
  faults.push(...overrideFaults(configuration, services, values), ...nodeConfigFaults(configuration, services, values, complete));
  return { values, faults };
}

function writtenOf(name: string, { core }: Configuration): Readonly<Record<string, unknown>> {
  return core.services[name]?.config ?? {};
}

/** What the profile of the environment says of a service; undefined when it says nothing. */
export function profileOf(service: ServiceDefinition, { core }: Configuration): ServiceProfile | undefined {
  return core.profile === 'local' ? undefined : service.profiles?.[core.profile];
}

/** A binding of a capability that the service neither requires nor wants would change nothing. */
function uselessBindings({ core, raw }: Configuration, services: ReadonlyMap<string, ServiceDefinition>): CcpError[] {
  return Object.entries(core.services).flatMap(([name, { bindings }]) => {
    const required = [...(services.get(name)?.requires ?? []), ...(services.get(name)?.wants ?? [])];
    const useless = services.has(name) ? Object.keys(bindings).filter((key) => !required.some((capability) => capability === key)) : [];
    return useless.map((key) => unknownName(`services.${name}.bindings: ${name} does not require "${key}"`, ['services', name, 'bindings', key], [key, required], raw));
  });
}

/** Other sources of projects that no image is made from would change nothing. */
export function uselessSources({ core, raw }: Configuration, projects: readonly string[]): CcpError[] {
  const useless = Object.keys(core.sources).filter((project) => !projects.includes(project));
  return useless.map((project) => unknownName(`sources: no image is made from the project "${project}"`, ['sources', project], [project, projects], raw));
}

function unknownName(message: string, path: KeyPath, [written, known]: readonly [string, readonly string[]], raw: RawConfiguration): CcpError {
  const near = nearest(written, known);
  return new CcpError('CONFIG_INVALID', message, { where: raw.locate(path), hint: near === undefined ? `Known here: ${known.join(', ') || 'nothing'}.` : `Did you mean "${near}"?` });
}

function tooManyReplicas({ core, raw }: Configuration, services: ReadonlyMap<string, ServiceDefinition>): CcpError[] {
  return Object.entries(core.replicas).flatMap(([name, replicas]) => {
    const service = services.get(name);
    const max = service?.availability.max;
    if (service?.kind === 'DaemonSet') {
      return new CcpError('CONFIG_INVALID', `replicas.${name}: ${name} runs once on every node of its role`, { where: { object: `replicas.${name}`, ...raw.locate(['replicas', name]) }, hint: 'Remove it; give the role to the nodes that shall run it.' });
    }
    if (max === undefined || replicas <= max) return [];
    return new CcpError('CONFIG_INVALID', `replicas.${name}: ${replicas} are asked for, ${name} can have ${max} at most`, {
      where: { object: `replicas.${name}`, ...raw.locate(['replicas', name]) },
      hint: 'Clusters of several members are not supported yet for this service.',
    });
  });
}

/** Validates the sections of tools (by name) with the schemas that their components hand. */
export function toolSections({ raw }: Configuration, schemas: ReadonlyMap<string, z.ZodType>): CcpError[] {
  return [...schemas].flatMap(([name, schema]) => validate(schema, raw.value[name] ?? {}, raw, [name]).faults);
}

/** Services that may be named without being there: switched off, or with a definition that is a fault already. */
function absentServices({ core }: Configuration): string[] {
  return Object.entries(core.services).flatMap(([name, { enabled, definition }]) => (enabled && definition === undefined ? [] : [name]));
}

function unknownServices({ core, raw }: Configuration, known: readonly string[]): CcpError[] {
  const named = [
    ...Object.keys(core.services).map((name) => ['services', name] as const),
    ...Object.keys(core.replicas).map((name) => ['replicas', name] as const),
    ...Object.entries(core.roles).flatMap(([role, services]) => services.map((name, i) => ['roles', role, i, name] as const)),
  ];
  return named
    .filter((path) => !known.includes(String(path.at(-1))))
    .map((path) => {
      const name = String(path.at(-1));
      const near = nearest(name, known);
      return new CcpError('CONFIG_INVALID', `unknown service "${name}" in ${path.slice(0, -1).join('.')}`, {
        where: raw.locate(path[0] === 'roles' ? path.slice(0, -1) : path),
        hint: near === undefined ? `Known services: ${known.join(', ')}.` : `Did you mean "${near}"?`,
      });
    });
}
