import { isAbsolute, relative } from 'node:path';
import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import { formatKeyPath, leavesOf, profileOf, redacted, sectionName, unwrittenService, valueAt, type KeyPath } from '../config/index.ts';
import { toolDefaults } from '../catalog/index.ts';
import { formatWhere, type Where } from '../diagnostics/index.ts';
import type { Session } from './session.ts';

/** One value of the configuration that holds. */
export interface Setting {
  readonly path: KeyPath;
  /** As `--set` takes it. */
  readonly key: string;
  /** Secrets replaced by `***`. */
  readonly value: unknown;
  /** Who says so: `default of core`, `default of ccp-keystone`, `profile ha of ccp-keystone`, `ccp.yaml:3:5`, `--set key=value`. */
  readonly origin: string;
}

/** The configuration that holds, defaults of core, services and tools filled in; secrets are replaced by `***`. */
export function effectiveConfiguration(session: Session): Readonly<Record<string, unknown>> {
  const { core, namespace } = session.configuration;
  const services = [...session.catalog.services].map(([name]) => {
    const bindings = Object.fromEntries(session.bindings.get(name) ?? []);
    return [name, { ...(core.services[name] ?? unwrittenService), config: session.configs.get(name), bindings }] as const;
  });
  const replicas = [...session.catalog.services].flatMap(([name, { definition }]) => {
    const count = core.replicas[name] ?? definition.availability.replicas;
    return definition.kind === 'DaemonSet' || !session.bindings.has(name) ? [] : [[name, count] as const];
  });
  const tools = session.catalog.components.flatMap(({ name, definition }) => {
    const section = sectionName(name);
    return definition.section === undefined ? [] : [[section, definition.section.parse(session.configuration.section(section) ?? {})] as const];
  });
  const whole = { ...core, environment: { name: core.environment.name, namespace, region: core.environment.region }, replicas: sorted(replicas), services: sorted(services), ...sorted(tools) };
  // Through JSON, so that what has no value is not there.
  return redacted([], JSON.parse(JSON.stringify(whole))) as Record<string, unknown>;
}

function sorted(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every value at or below `path` with its origin. */
export function settings(session: Session, path: KeyPath = []): Setting[] {
  const part = valueAt(effectiveConfiguration(session), path);
  return leavesOf(part, path).map((leaf) => ({ ...leaf, key: formatKeyPath(leaf.path), origin: originOf(session, leaf.path) }));
}

/** The configuration at or below `path` as YAML, with the origin of each value in a comment behind it. */
export function commentedConfiguration(session: Session, path: KeyPath = []): string {
  const document = new Document(valueAt(effectiveConfiguration(session), path), { aliasDuplicateObjects: false });
  for (const { path: own, origin } of settings(session, path)) {
    const node = document.getIn(own.slice(path.length), true) as Node | undefined;
    if (isSeq(node)) node.flow = true;
    if (isScalar(node) || isSeq(node) || isMap(node)) node.comment = ` ${origin}`;
  }
  return document.toString({ lineWidth: 0 });
}

function originOf(session: Session, path: KeyPath): string {
  const written = session.configuration.raw.origin(path);
  if (written !== undefined) return formatWhere(shortened(written, session.options.directory));
  const [section, name, part, ...rest] = path;
  if (section === 'services' || section === 'replicas') return serviceOrigin(session, String(name), section === 'replicas' ? ['replicas'] : [String(part), ...rest]);
  const tool = session.catalog.components.find((component) => sectionName(component.name) === section && component.definition.section !== undefined);
  return `default of ${tool?.name ?? 'core'}`;
}

function serviceOrigin(session: Session, name: string, path: KeyPath): string {
  const service = session.catalog.services.get(name);
  if (service === undefined) return 'default of core';
  if (path[0] === 'bindings') return 'the only provider';
  const { configuration, catalog } = session;
  const tool = toolDefaults(catalog, configuration).get(name);
  if (tool !== undefined && valueAt({ config: tool.config }, path) !== undefined) return `default of ${tool.component}`;
  const profile = valueAt(profileOf(service.definition, configuration), path);
  return `${profile === undefined ? 'default' : `profile ${configuration.core.profile}`} of ${service.component.name}`;
}

/** Files of the environment's folder by their name in it. */
function shortened(where: Where, directory: string): Where {
  if (where.file === undefined) return where;
  const inside = relative(directory, where.file);
  return inside.startsWith('..') || isAbsolute(inside) ? where : { ...where, file: inside };
}
