import type { ServiceDefinition } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { KeyPath } from './document.ts';
import type { Configuration } from './load.ts';
import { osloOverrides, osloValueFault } from './oslo-overrides.ts';

/** Faults (CONFIG_INVALID) of what `services.<name>` says of ports, files and replicas. `values`: validated configuration by service. */
export function overrideFaults(configuration: Configuration, services: ReadonlyMap<string, ServiceDefinition>, values: ReadonlyMap<string, unknown>): CcpError[] {
  return [...services].flatMap(([name, definition]) => [
    ...portFaults(configuration, name, values.has(name) ? Object.keys(definition.ports({ config: values.get(name) })) : undefined),
    ...fileFaults(configuration, name, definition),
    ...replicaFaults(configuration, name, definition),
    ...placeFaults(configuration, name, definition, values),
  ]);
}

function portFaults(configuration: Configuration, service: string, known: readonly string[] | undefined): CcpError[] {
  const section = configuration.core.services[service];
  if (known === undefined || section === undefined) return [];
  return (['nodePorts', 'ingress'] as const).flatMap((key) => {
    const strangers = Object.keys(section[key]).filter((port) => !known.includes(port));
    return strangers.map((port) => unknown(configuration, ['services', service, key, port], `${service} has no port "${port}"`, [port, known]));
  });
}

function fileFaults(configuration: Configuration, service: string, definition: ServiceDefinition): CcpError[] {
  const { files = {} } = configuration.core.services[service] ?? {};
  const known = Object.keys(definition.files ?? {});
  const named = Object.entries(files).flatMap(([file, written]) => {
    const path = ['services', service, 'files', file];
    const spec = definition.files?.[file];
    if (spec === undefined) return [unknown(configuration, path, `${service} has no file "${file}"`, [file, known])];
    if (typeof written === 'string' || spec.format === 'oslo') return [];
    return [fault(configuration, path, `${path.join('.')}: ${file} is no file of oslo.config, so it has no options`, 'Give a template of your own instead: the path of a file.')];
  });
  const values = osloOverrides(configuration, service).flatMap((override) => osloValueFault(override) ?? []);
  return [...named, ...values];
}

function replicaFaults(configuration: Configuration, service: string, { kind }: ServiceDefinition): CcpError[] {
  if (configuration.core.replicas[service] === undefined || kind !== 'External') return [];
  return [fault(configuration, ['replicas', service], `replicas.${service}: ${service} runs outside the cluster`, 'Remove the key.')];
}

function placeFaults(configuration: Configuration, service: string, { external }: ServiceDefinition, values: ReadonlyMap<string, unknown>): CcpError[] {
  if (external === undefined || !values.has(service) || external({ config: values.get(service) }).host !== undefined) return [];
  return [fault(configuration, ['services', service, 'config'], `services.${service}.config does not say where the service is`, 'Set its address: the key is in the README of its package.')];
}

function unknown(configuration: Configuration, path: KeyPath, message: string, [written, known]: readonly [string, readonly string[]]): CcpError {
  const near = nearest(written, known);
  return fault(configuration, path, message, near === undefined ? `Known here: ${known.join(', ') || 'nothing'}.` : `Did you mean "${near}"?`);
}

function fault({ raw }: Configuration, path: KeyPath, message: string, hint: string): CcpError {
  return new CcpError('CONFIG_INVALID', message, { where: { object: path.join('.'), ...raw.locate(path) }, hint });
}
