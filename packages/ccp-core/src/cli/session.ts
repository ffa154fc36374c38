import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { composeCatalog, findComponents, loadComponents, type Catalog, type ComponentPackage } from '../catalog/index.ts';
import { loadConfiguration, readConfiguration, serviceConfigurations, toolSections, uselessSources, type Configuration } from '../config/index.ts';
import type { EventSink } from '../definition/index.ts';
import { CcpError, throwAll } from '../diagnostics/index.ts';
import { resolveBindings, type Bindings } from '../plan/bindings.ts';
import { templateFile } from '../plan/models.ts';
import { checkTopology, composeTopology, type Topology } from '../plan/topology.ts';
import { readTemplate, type TemplateText } from '../render/index.ts';

/** Where and with what a command works. */
export interface SessionOptions {
  /** Folder of the environment: ccp.yaml and `.ccp` lie here, components are resolved from here. */
  readonly directory: string;
  /** Configuration file. Default: `ccp.yaml` of the folder when it exists. */
  readonly file?: string | undefined;
  /** `key.path=value` assignments, over the file. */
  readonly sets?: readonly string[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** Configuration and definitions of one run, checked against each other. */
export interface Session {
  readonly options: SessionOptions;
  readonly configuration: Configuration;
  readonly catalog: Catalog;
  /** Validated configuration by service. */
  readonly configs: ReadonlyMap<string, unknown>;
  readonly bindings: Bindings;
  readonly topology: Topology;
  /** By absolute file name. */
  readonly templates: ReadonlyMap<string, TemplateText>;
  /** Absolute path of `.ccp/<environment>`. */
  readonly stateDirectory: string;
}

/**
 * Reads the configuration, finds the components and checks all of it. Every fault found is thrown in one error
 * (CONFIG_INVALID, CATALOG_INVALID, TEMPLATE_INVALID); nothing is changed but that the state folder exists afterwards.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const file = options.file ?? defaultFile(options.directory);
  const packages = await findPackages(options);
  const sections = packages.filter((item) => item.kind === 'tool').map((item) => sectionName(item.name));
  const [{ configuration, faults }, components] = await Promise.all([loadConfiguration(file, options.sets ?? [], sections, file === undefined ? options.directory : dirname(file)), loadComponents(packages)]);
  const { catalog, faults: catalogFaults } = composeCatalog(components);
  if (configuration === undefined) throw collected([...faults, ...catalogFaults]);
  const topology = composeTopology(catalog, configuration);
  const deployed = [...topology.roleOf.keys()].filter((name) => catalog.services.has(name)).sort();
  const services = new Map([...catalog.services].map(([name, service]) => [name, service.definition]));
  const { values: configs, faults: configFaults } = serviceConfigurations(configuration, services);
  const { bindings, faults: bindingFaults } = resolveBindings(catalog, configuration, deployed);
  const { templates, faults: templateFaults } = await readTemplates(catalog);
  const strays = [...toolSections(configuration, sectionSchemas(catalog)), ...uselessSources(configuration, catalog.images.flatMap(({ image }) => image.source?.project ?? []))];
  throwAll([...catalogFaults, ...configFaults, ...strays, ...bindingFaults, ...checkTopology(topology, configuration, []), ...templateFaults]);
  const stateDirectory = join(options.directory, '.ccp', configuration.core.environment.name);
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  return { options, configuration, catalog, configs, bindings, topology, templates, stateDirectory };
}

/** Finds the packages that an environment uses: those of `components:`, else all. Throws CONFIG_INVALID, CATALOG_INVALID. */
export async function findPackages({ directory, file, sets }: Pick<SessionOptions, 'directory' | 'file' | 'sets'>): Promise<ComponentPackage[]> {
  return findComponents(directory, await writtenComponents(file ?? defaultFile(directory), sets ?? []));
}

function sectionSchemas({ components }: Catalog): Map<string, z.ZodType> {
  return new Map(components.flatMap(({ name, definition }) => (definition.section === undefined ? [] : [[sectionName(name), definition.section] as const])));
}

/** Name of the section that a tool package owns. */
export function sectionName(packageName: string): string {
  return packageName.replace(/^.*ccp-/, '');
}

function defaultFile(directory: string): string | undefined {
  const file = resolve(directory, 'ccp.yaml');
  return existsSync(file) ? file : undefined;
}

/** `components:` is needed before the schema of the sections is known, because tools own sections. */
async function writtenComponents(file: string | undefined, sets: readonly string[]): Promise<readonly string[] | undefined> {
  const { value } = await readConfiguration(file, sets);
  const names = value['components'];
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined;
}

function collected(faults: readonly CcpError[]): CcpError {
  try {
    throwAll(faults);
  } catch (error) {
    if (error instanceof CcpError) return error;
  }
  return new CcpError('CONFIG_INVALID', 'the configuration is not valid');
}

async function readTemplates(catalog: Catalog): Promise<{ templates: Map<string, TemplateText>; faults: CcpError[] }> {
  const files = [...catalog.services.values()].flatMap((service) => Object.values(service.definition.files ?? {}).map((file) => templateFile(service, file.template)));
  const results = await Promise.allSettled([...new Set(files)].map(readTemplate));
  const templates = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as CcpError] : []));
  return { templates: new Map(templates.map((template) => [template.file, template])), faults };
}
