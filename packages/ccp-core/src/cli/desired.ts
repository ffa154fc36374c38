import type { ImagePlan } from '../plan/image-node.ts';
import { composeModels, secretSpecs } from '../plan/models.ts';
import type { Desired } from '../engine/desired.ts';
import type { SecretStore } from '../engine/secrets.ts';
import { checkCandidates, checkTopology, type ClusterNode } from '../plan/topology.ts';
import { throwAll } from '../diagnostics/index.ts';
import { renderEnvironment, renderService, type RenderInputs, type ServiceModel } from '../render/index.ts';
import type { Session } from './session.ts';

/** Host of public endpoints at node ports while nothing is known of the cluster. */
export const unknownHost = 'not-known-yet.invalid';

/** Composes the models of all services for a cluster with these nodes (none: not known yet). */
export function modelsFor(session: Session, nodes: readonly ClusterNode[]): ServiceModel[] {
  throwAll(checkTopology(session.topology, session.configuration, nodes));
  return composeModels({ ...session, publicHost: publicHost(session, nodes), nodes });
}

/** Composes like {@link modelsFor}, for what plans or changes: throws CONFIG_INVALID, too, when a service wants more replicas than its nodes. */
export function deployableModels(session: Session, nodes: readonly ClusterNode[]): ServiceModel[] {
  const models = modelsFor(session, nodes);
  throwAll(checkCandidates(models, session.topology, session.configuration, nodes));
  return models;
}

/** Host of node ports: the configured one, else the address of the first controller. */
export function publicHost({ configuration, topology }: Session, nodes: readonly ClusterNode[]): string {
  const written = configuration.core.endpoints.public.host;
  if (written !== undefined) return written;
  const labels = topology.nodeLabels(nodes);
  const controller = nodes.find((node) => topology.nodeLabel('controller') in (labels.get(node.name) ?? {}));
  return (controller ?? nodes[0])?.address ?? unknownHost;
}

/** Renders everything that the environment should be. */
export function desiredState(session: Session, models: readonly ServiceModel[], images: ImagePlan, secrets: SecretStore, nodes: readonly ClusterNode[]): Desired {
  const { environment } = session.configuration.core;
  const { namespace } = session.configuration;
  const inputs = renderInputs(session, images, secrets);
  return {
    environment: environment.name,
    namespace,
    topology: session.topology,
    nodes,
    environmentObjects: renderEnvironment(environment.name, namespace),
    services: models.map((model) => renderService(model, inputs)),
  };
}

function renderInputs(session: Session, images: ImagePlan, secrets: SecretStore): RenderInputs {
  const byName = new Map(images.images.map((image) => [image.name, image]));
  const node = (name: string): ImagePlan['images'][number] => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`image ${name} is used by a service and listed by no component`);
    return found;
  };
  return { imageReference: (name) => node(name).reference, imageKey: (name) => node(name).key, secretVersion: (name) => secrets.version(name), podInit: session.catalog.podInit };
}

/** Names of the images that pods run. */
export function podImages(session: Session, models: readonly ServiceModel[]): string[] {
  const used = models.flatMap((model) => [...(model.definition.kind === 'External' ? [] : [model.definition.image]), ...[...model.jobs.values()].flatMap((job) => job.image ?? [])]);
  const services = new Set(models.map(({ instanceOf }) => instanceOf));
  const ofActions = [...session.catalog.actions.values()].flatMap(({ definition }) => ('job' in definition && definition.image !== undefined && services.has(definition.service.name) ? [definition.image] : []));
  const wait = session.catalog.podInit?.image;
  return [...new Set([...used, ...ofActions, ...(wait === undefined ? [] : [wait])].map((image) => image.name))].sort();
}

/** Names of every secret that the services need. */
export function secretNamesOf(models: readonly ServiceModel[]): string[] {
  return Object.keys(secretSpecs(models)).sort();
}
