import type { z } from 'zod';
import type { ServiceDefinition } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { KeyPath, RawConfiguration } from './document.ts';
import type { Configuration } from './load.ts';
import { isPlainObject } from './merge.ts';
import { validate } from './validate.ts';

/**
 * Validates what the configuration says of services: `services.<name>.config` with the service's own schema, that every
 * service and bound capability exists, and the number of replicas.
 */
export function serviceConfigurations(
  configuration: Configuration,
  services: ReadonlyMap<string, ServiceDefinition>,
): { values: ReadonlyMap<string, unknown>; faults: readonly CcpError[] } {
  const values = new Map<string, unknown>();
  const faults = [...unknownServices(configuration, [...services.keys()]), ...uselessBindings(configuration, services), ...tooManyReplicas(configuration, services)];
  for (const [name, service] of services) {
    const written = configuration.core.services[name]?.config ?? {};
    const result = validate(service.config.schema, isPlainObject(written) ? written : {}, configuration.raw, ['services', name, 'config']);
    faults.push(...result.faults);
    if (result.faults.length === 0) values.set(name, result.value);
  }
  return { values, faults };
}

/** A binding of a capability that the service does not require would change nothing. */
function uselessBindings({ core, raw }: Configuration, services: ReadonlyMap<string, ServiceDefinition>): CcpError[] {
  return Object.entries(core.services).flatMap(([name, { bindings }]) => {
    const required = services.get(name)?.requires ?? [];
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
    const max = services.get(name)?.availability.max;
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
