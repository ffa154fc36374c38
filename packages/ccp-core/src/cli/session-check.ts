import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { composeCatalog, discoverComponents, importComponents, instantiate, toolDefaults, withConfiguredImages, withProfile, type Catalog, type LoadedComponent } from '../catalog/index.ts';
import { composeConfiguration, coreSchema, readConfiguration, readSecretFile, sectionName, serviceConfigurations, toolSections, uselessSources, type Configuration, type RawConfiguration } from '../config/index.ts';
import type { CcpError } from '../diagnostics/index.ts';
import { checkImages } from '../engine/check-images.ts';
import { resolveBindings } from '../plan/bindings.ts';
import { ownedImages } from '../plan/image-collect.ts';
import { allTemplateFiles, type TemplateFile } from '../plan/overrides.ts';
import { unknownRoles, unusedRoles } from '../plan/roles.ts';
import { checkPorts } from '../plan/service-ports.ts';
import { checkTopology, composeTopology, type Topology } from '../plan/topology.ts';
import { readTemplate, type TemplateText } from '../render/index.ts';
import { connectHost } from '../sources/index.ts';
import { inFileOrder } from './fault-order.ts';
import { renderingFaults } from './rendering-check.ts';
import type { Session, SessionOptions } from './session.ts';

/** Everything of a run with everything that is wrong in it. */
export interface CheckedSession {
  /** Only to be worked with when there are no faults: defaults stand in the place of what is faulty. */
  readonly session: Session;
  /** In the order of their places. */
  readonly faults: readonly CcpError[];
  /** What is allowed and perhaps not meant. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration, finds the components and checks all of it, each part as far as the faults of the others allow. Changes nothing;
 * needs neither engine nor cluster. Throws only what leaves nothing to check: files that cannot be read (CONFIG_INVALID), no package.json
 * (CATALOG_INVALID).
 */
export async function checkSession(options: SessionOptions): Promise<CheckedSession> {
  const file = options.file ?? defaultFile(options.directory);
  const raw = await readConfiguration(file, options.sets ?? []);
  const found = await findInstalled(options.directory, raw);
  const { configuration, faults: coreFaults } = composeConfiguration(raw, toolSectionNames(found, raw), file === undefined ? options.directory : dirname(file));
  const { catalog: written, faults: catalogFaults } = composeCatalog(found.components);
  const { catalog: instantiated, faults: instanceFaults } = instantiate(withProfile(written, configuration), configuration);
  const topology = composeTopology(instantiated, configuration);
  const deployed = deployedServices(instantiated, topology);
  const services = new Map([...instantiated.services].map(([name, service]) => [name, service.definition]));
  const { values: configs, faults: configFaults } = serviceConfigurations(configuration, services, { complete: !found.incomplete, defaults: toolDefaults(instantiated, configuration) });
  const { catalog, faults: configuredFaults } = withConfiguredImages(instantiated, configuration, configs);
  const { bindings, faults: bindingFaults } = resolveBindings(catalog, configuration, deployed);
  const { templates, faults: templateFaults } = await readTemplates(allTemplateFiles(catalog, configuration));
  const { imports, faults: secretFaults } = await readSecretFile(configuration);
  const stateDirectory = join(options.directory, '.ccp', configuration.core.environment.name);
  const session: Session = { options, configuration, catalog, configs, bindings, topology, templates, imports, stateDirectory };
  const own = [...coreFaults, ...(found.incomplete ? [] : instanceFaults), ...secretFaults, ...configFaults, ...toolSections(configuration, sectionSchemas(catalog)), ...checkTopology(topology, configuration, [])];
  const meetings = found.incomplete ? [] : [...bindingFaults, ...configuredFaults, ...meetingFaults(catalog, configuration, coreFaults)];
  // An image that is missing or there twice brings faults of whatever is made from it.
  // Those of the configuration are left out: their files, which may be of any size, were found, and are read when images are planned.
  const { faults: imageFaults } = found.incomplete || catalogFaults.length > 0 ? { faults: [] } : await checkImages(ownedImages(instantiated), connectHost());
  const shown = [...templateFaults, ...checkPorts(catalog, configuration, configs, deployed), ...renderingFaults(session, { complete: !found.incomplete })];
  return { session, faults: inFileOrder([...found.faults, ...catalogFaults, ...imageFaults, ...own, ...meetings, ...shown]), warnings: unusedRoles(catalog, configuration) };
}

interface Installed {
  readonly components: readonly LoadedComponent[];
  readonly faults: readonly CcpError[];
  /** Whether some are missing, so that what they would bring is not known. */
  readonly incomplete: boolean;
}

/** `components:` is needed before the schema of the sections is known, because tools own sections. */
async function findInstalled(directory: string, raw: RawConfiguration): Promise<Installed> {
  const found = await discoverComponents(directory, writtenComponents(raw), (index) => raw.locate(['components', index]));
  const { components, faults } = await importComponents(found.packages);
  return { components, faults: [...found.faults, ...faults], incomplete: found.incomplete || faults.length > 0 };
}

/** The names in `components:`; undefined when there are none, or when they are no names. */
export function writtenComponents({ value }: RawConfiguration): readonly string[] | undefined {
  const names = value['components'];
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined;
}

/** Sections of tools; while a component is missing, any unknown section may be its. */
function toolSectionNames({ components, incomplete }: Installed, raw: RawConfiguration): string[] {
  const names = components.filter((item) => item.kind === 'tool').map((item) => sectionName(item.name));
  return incomplete ? [...names, ...Object.keys(raw.value).filter((key) => !(key in coreSchema.shape))] : names;
}

/** Schemas of the sections that tools own, by name. */
export function sectionSchemas({ components }: Catalog): Map<string, z.ZodType> {
  return new Map(components.flatMap(({ name, definition }) => (definition.section === undefined ? [] : [[sectionName(name), definition.section] as const])));
}

/** Names in the configuration that mean nothing in the catalog. Not looked for where the section that would bring them is faulty. */
function meetingFaults(catalog: Catalog, configuration: Configuration, faults: readonly CcpError[]): CcpError[] {
  const broken = faults.some(({ where }) => /^(roles|nodes)\b/.test(where?.object ?? ''));
  const roles = broken ? [] : unknownRoles(catalog, configuration);
  return [...roles, ...uselessSources(configuration, catalog.images.flatMap(({ image }) => image.source?.project ?? []))];
}

/** The configuration file of a folder; undefined when it has none. */
export function defaultFile(directory: string): string | undefined {
  const file = resolve(directory, 'ccp.yaml');
  return existsSync(file) ? file : undefined;
}

/** Services that a role carries, and external ones, which need no node. */
function deployedServices({ services }: Catalog, topology: Topology): string[] {
  return [...services].filter(([name, { definition }]) => topology.rolesOf.has(name) || definition.kind === 'External').map(([name]) => name).sort();
}

async function readTemplates(files: readonly TemplateFile[]): Promise<{ templates: Map<string, TemplateText>; faults: CcpError[] }> {
  const byFile = new Map(files.map(({ file, where }) => [file, where]));
  const results = await Promise.allSettled([...byFile].map(([file, where]) => readTemplate(file, where)));
  const templates = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as CcpError] : []));
  return { templates: new Map(templates.map((template) => [template.file, template])), faults };
}
