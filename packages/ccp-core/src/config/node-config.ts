import type { ServiceDefinition } from '../definition/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import type { KeyPath } from './document.ts';
import type { Configuration } from './load.ts';
import { deepMerge } from './merge.ts';
import { validate } from './validate.ts';

/** Values over a service's configuration, as keys of `nodes` write them. */
export type NodeOverride = Readonly<Record<string, unknown>>;

/** Several overrides as one; later ones win. */
export function mergeOverrides(overrides: readonly NodeOverride[]): NodeOverride {
  return overrides.reduce<NodeOverride>((merged, override) => deepMerge(merged, override) as NodeOverride, {});
}

/** The configuration of a service on nodes with this override. Throws CONFIG_INVALID when the parts do not fit each other. */
export function overriddenConfig({ raw }: Configuration, definition: ServiceDefinition, config: unknown, override: NodeOverride): unknown {
  const { value, faults } = validate(definition.config.schema, deepMerge(config, override), raw, ['nodes']);
  const [fault] = faults;
  if (fault !== undefined) throw fault;
  return value;
}

/**
 * Faults (CONFIG_INVALID) of `nodes.<key>.config`: services that do not exist (when all are known) or do not run once on every node, and what
 * their schemas refuse. `values`: validated configuration by service.
 */
export function nodeConfigFaults(configuration: Configuration, services: ReadonlyMap<string, ServiceDefinition>, values: ReadonlyMap<string, unknown>, complete: boolean): CcpError[] {
  const { core, raw } = configuration;
  return Object.entries(core.nodes).flatMap(([key, { config }]) =>
    Object.entries(config).flatMap(([name, override]) => {
      const path = ['nodes', key, 'config', name];
      const service = services.get(name);
      if (service === undefined) return complete ? [unknownService(configuration, path, name, daemonSets(services))] : [];
      if (service.kind !== 'DaemonSet') return [wrongKind(configuration, path, service)];
      return validate(service.config.schema, deepMerge(values.get(name), override), raw, path).faults;
    }),
  );
}

function daemonSets(services: ReadonlyMap<string, ServiceDefinition>): string[] {
  return [...services].filter(([, { kind }]) => kind === 'DaemonSet').map(([name]) => name);
}

function unknownService({ raw }: Configuration, path: KeyPath, name: string, known: readonly string[]): CcpError {
  const near = nearest(name, known);
  return new CcpError('CONFIG_INVALID', `unknown service "${name}" in ${path.slice(0, -1).join('.')}`, { where: raw.locate(path), hint: near === undefined ? `Services that may stand here: ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?` });
}

function wrongKind({ raw }: Configuration, path: KeyPath, { name, kind }: ServiceDefinition): CcpError {
  return new CcpError('CONFIG_INVALID', `${path.join('.')}: ${name} is a ${kind}, whose pods may run on any node of its role`, { where: raw.locate(path), hint: `Set services.${name}.config, which is for all of its pods.` });
}
