import { join } from 'node:path';
import type { Catalog, CatalogService } from '../catalog/index.ts';
import { namedFile, osloOverrides, redacted, type Configuration, type SecretMask } from '../config/index.ts';
import type { Where } from '../diagnostics/index.ts';
import { contentHash, type ServiceOverrides, type TemplateText } from '../render/index.ts';

/** A template that a service's file is rendered from. */
export interface TemplateFile {
  /** Name of the service's file. */
  readonly key: string;
  /** Absolute path. */
  readonly file: string;
  /** Where the configuration names it; undefined for the package's own. */
  readonly where: Where | undefined;
}

/** The templates of a service's files: those of its package, or those that `services.<name>.files` names instead. */
export function serviceTemplateFiles(configuration: Configuration, service: CatalogService): TemplateFile[] {
  const { name, files = {} } = service.definition;
  return Object.entries(files).map(([key, { template }]) => {
    const written = configuration.core.services[name]?.files[key];
    if (typeof written !== 'string') return { key, file: join(service.component.directory, 'templates', template), where: undefined };
    const path = ['services', name, 'files', key];
    return { key, file: namedFile(configuration, path, written), where: { object: `services.${name}.files.'${key}'`, ...configuration.raw.locate(path) } };
  });
}

/** The templates of every service of the catalog. */
export function allTemplateFiles(catalog: Catalog, configuration: Configuration): TemplateFile[] {
  return [...catalog.services.values()].flatMap((service) => serviceTemplateFiles(configuration, service));
}

/** Whoever may read workloads reads their annotations: of a secret they tell only whether it has changed. The path keeps equal secrets from looking equal. */
const hashed: SecretMask = (secret, path) => `sha256:${contentHash({ secret, path }, 8)}`;

/** What `services.<name>` overrides in what the package renders. */
export function composeOverrides({ configuration, templates }: { readonly configuration: Configuration; readonly templates: ReadonlyMap<string, TemplateText> }, service: CatalogService): ServiceOverrides {
  const { name } = service.definition;
  const { files = {}, patches = [], resources, nodePorts = {}, ingress = {} } = configuration.core.services[name] ?? {};
  const own = serviceTemplateFiles(configuration, service).filter(({ where }) => where !== undefined);
  const shownFiles = { ...files, ...Object.fromEntries(own.map(({ key, file }) => [key, `${String(files[key])} (${contentHash(templates.get(file)?.text ?? '', 8)})`])) };
  const parts = { files: shownFiles, patches, resources: resources ?? {}, nodePorts, ingress };
  return {
    options: osloOverrides(configuration, name),
    patches: patches.map((patch, i) => ({ ...patch, where: { object: `services.${name}.patches.${i}`, ...configuration.raw.locate(['services', name, 'patches', i]) } })),
    shown: redacted(['services', name], Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0)), hashed) as Record<string, unknown>,
  };
}
