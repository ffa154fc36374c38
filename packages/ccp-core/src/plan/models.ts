import type { CapabilityName } from '../capabilities/index.ts';
import type { Catalog, CatalogService } from '../catalog/index.ts';
import { overriddenConfig, type Configuration } from '../config/index.ts';
import { secretRef, secretsOf, type SecretSpec, type ServiceContext } from '../definition/index.ts';
import { CcpError, throwAll } from '../diagnostics/index.ts';
import { levels } from '../graph/index.ts';
import type { ServiceGroup, ServiceModel, TemplateText } from '../render/index.ts';
import type { Bindings } from './bindings.ts';
import { claimsOf, contributedJobs, contributedSecrets, dataPlacesOf, furtherOf, needsOf, type Claim } from './claims.ts';
import { composeOverrides, serviceTemplateFiles } from './overrides.ts';
import { checkJobs } from './job-order.ts';
import { checkPublications, publicationOf, publicUrls } from './publication.ts';
import type { ClusterNode, Topology } from './topology.ts';

/** What models are composed from. */
export interface ModelInputs {
  readonly catalog: Catalog;
  readonly configuration: Configuration;
  readonly bindings: Bindings;
  readonly topology: Topology;
  /** Validated configuration by service. */
  readonly configs: ReadonlyMap<string, unknown>;
  /** Templates by absolute file name. */
  readonly templates: ReadonlyMap<string, TemplateText>;
  /** Host of public endpoints at node ports. */
  readonly publicHost: string;
  /** Nodes of the cluster; none while it is not known. */
  readonly nodes: readonly ClusterNode[];
}

/** Services in groups: those of a group need only services of earlier groups. */
export function serviceLevels(bindings: Bindings): string[][] {
  return levels(new Map([...bindings].map(([name, own]) => [name, [...new Set(own.values())]])));
}

/**
 * Composes one model per service, providers first. Throws CATALOG_INVALID when a definition asks for what it did not declare, when jobs
 * name what is not there or wait for each other, and when two services want the same node port or host name.
 */
export function composeModels(inputs: ModelInputs): ServiceModel[] {
  const models = new Map<string, ServiceModel>();
  for (const name of serviceLevels(inputs.bindings).flat()) {
    const service = inputs.catalog.services.get(name);
    if (service !== undefined) models.set(name, composeModel(inputs, service, models));
  }
  const composed = [...models.values()];
  throwAll([...checkJobs(composed), ...checkPublications(composed)]);
  return composed;
}

/** Every secret that the services need, with its description, by full name. */
export function requiredSecrets(models: readonly ServiceModel[]): Record<string, string> {
  return Object.fromEntries(Object.entries(secretSpecs(models)).map(([name, { description }]) => [name, description]));
}

/** Every secret that the services need, by full name. */
export function secretSpecs(models: readonly ServiceModel[]): Record<string, SecretSpec> {
  const byName = new Map(models.map((model) => [model.owner.service, model]));
  return Object.fromEntries(
    models.flatMap((model) => {
      const { service } = model.owner;
      const own = [model, ...model.groups].flatMap(({ config }) => Object.entries(secretsOf(model.definition, config)));
      return [...own, ...contributedSecrets(claimsOf(service, model.definition, model.bindings, byName))].map(([name, spec]) => [`${service}.${name}`, spec] as const);
    }),
  );
}

function composeModel(inputs: ModelInputs, service: CatalogService, providers: ReadonlyMap<string, ServiceModel>): ServiceModel {
  const { definition, instanceOf, component } = service;
  const { configuration, topology } = inputs;
  const { name } = definition;
  const bindings = inputs.bindings.get(name) ?? new Map<CapabilityName, string>();
  const config = inputs.configs.get(name);
  const replicas = configuration.core.replicas[name] ?? definition.availability.replicas;
  const publication = publicationOf(definition.ports({ config }), configuration);
  const urls = publicUrls(publication, configuration, inputs.publicHost);
  const claims = claimsOf(name, definition, bindings, providers);
  const context = composeContext(inputs, { service, config, replicas, urls, claims });
  return {
    owner: { environment: configuration.core.environment.name, namespace: configuration.namespace, component: component.name, service: name },
    definition,
    instanceOf,
    context,
    config,
    bindings,
    jobs: new Map([...contributedJobs(claims), ...Object.entries(definition.jobs?.(context) ?? {})]),
    nodeLabels: (topology.rolesOf.get(name) ?? ['controller']).map((role) => topology.nodeLabel(role)),
    groups: composeGroups(inputs, service, (own) => composeContext(inputs, { service, config: own, replicas, urls, claims })),
    replicas,
    ...publication,
    publicUrls: urls,
    ingress: configuration.core.endpoints.ingress,
    templates: serviceTemplates(inputs, service),
    outside: new Set([...bindings.values()].filter((provider) => providers.get(provider)?.definition.kind === 'External')),
    dataPlaces: dataPlacesOf(claims),
    overrides: composeOverrides(inputs, service),
  };
}

function composeGroups({ configuration, topology, nodes, configs }: ModelInputs, { definition }: CatalogService, contextOf: (config: unknown) => ServiceContext): ServiceGroup[] {
  if (definition.kind !== 'DaemonSet') return [];
  return topology.groupsOf(definition.name, nodes).map(({ name, override }) => {
    const config = overriddenConfig(configuration, definition, configs.get(definition.name), override);
    return { name, label: topology.nodeLabel(name), config, context: contextOf(config) };
  });
}

function serviceTemplates({ configuration, templates }: ModelInputs, service: CatalogService): Map<string, TemplateText> {
  return new Map(
    serviceTemplateFiles(configuration, service).flatMap(({ key, file }) => {
      const template = templates.get(file);
      return template === undefined ? [] : [[key, template] as const];
    }),
  );
}

interface ContextParts {
  readonly service: CatalogService;
  readonly config: unknown;
  readonly replicas: number;
  /** Public URLs by port. */
  readonly urls: ReadonlyMap<string, string>;
  readonly claims: readonly Claim[];
}

function composeContext({ configuration, topology, nodes }: ModelInputs, parts: ContextParts): ServiceContext {
  const { definition } = parts.service;
  const { name } = definition;
  const ports = definition.ports({ config: parts.config });
  const undeclared = (what: string, key: string): never => {
    throw new CcpError('CATALOG_INVALID', `${name} uses the ${what} "${key}", which it does not declare`, { where: { object: name }, hint: `Add it to the ${what}s of the service.` });
  };
  return {
    config: parts.config,
    service: name,
    environment: { name: configuration.core.environment.name, namespace: configuration.namespace, region: configuration.core.environment.region },
    replicas: parts.replicas,
    nodesWith: (role) => topology.nodesWith(role, nodes),
    needs: needsOf(parts.claims),
    further: furtherOf(parts.claims),
    secret: (local) => (secretsOf(definition, parts.config)[local] === undefined ? undeclared('secret', local) : secretRef(`${name}.${local}`)),
    internalUrl: (port) => `http://${name}.${configuration.namespace}.svc:${ports[port]?.port ?? undeclared('port', port)}`,
    publicUrl: (port) => parts.urls.get(port) ?? undeclared('public port', port),
  };
}
