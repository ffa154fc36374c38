import { instantiate } from '../catalog/index.ts';
import { loadConfiguration, serviceConfigurations } from '../config/index.ts';
import type { ServiceDefinition } from '../definition/index.ts';
import type { Desired } from '../engine/desired.ts';
import { resolveBindings } from '../plan/bindings.ts';
import { composeModels } from '../plan/models.ts';
import { composeTopology, type ClusterNode } from '../plan/topology.ts';
import { renderEnvironment, renderService, type RenderInputs, type ServiceModel } from '../render/index.ts';
import { sampleApp, sampleCatalog, sampleDatabase, sampleTemplate } from './sample-catalog.ts';

/** The one node of the sample cluster, labelled as the sample environment wants it. */
export const sampleNodes: readonly ClusterNode[] = [{ name: 'n1', address: '10.0.0.1', labels: { 'local.ccp.io/controller': 'true' } }];

/** What {@link sampleDesired} renders: the models of these services, with configuration values as `key=value`, on a cluster with these nodes (default: not known). */
export async function sampleModels(sets: readonly string[] = [], services: readonly ServiceDefinition[] = [sampleDatabase, sampleApp], nodes: readonly ClusterNode[] = []): Promise<{ models: ServiceModel[]; topology: Desired['topology'] }> {
  const { configuration, faults: mistakes } = await loadConfiguration(undefined, [...sets], []);
  if (mistakes.length > 0) throw new Error('invalid');
  const { catalog } = instantiate(sampleCatalog(services), configuration);
  const topology = composeTopology(catalog, configuration);
  const { bindings } = resolveBindings(catalog, configuration, [...catalog.services.keys()]);
  const { values: configs } = serviceConfigurations(configuration, new Map([...catalog.services].map(([name, item]) => [name, item.definition])));
  const templates = new Map([['/sample/templates/app.conf.hbs', { file: 'app.conf.hbs', text: sampleTemplate }]]);
  return { models: composeModels({ catalog, configuration, bindings, topology, configs, templates, publicHost: 'h', nodes }), topology };
}

/** The sample environment as it should be. `sets`: configuration values as `key=value`; `imageKey`: key of every image. */
export async function sampleDesired(sets: readonly string[] = [], imageKey = 'k1'): Promise<Desired> {
  const { models, topology } = await sampleModels(sets);
  const inputs: RenderInputs = { imageReference: (name) => `r/${name}:${imageKey}`, imageKey: () => imageKey, secretVersion: () => 'v1', podInit: undefined };
  return { environment: 'local', namespace: 'ns', topology, nodes: sampleNodes, environmentObjects: renderEnvironment('local', 'ns'), services: models.map((model) => renderService(model, inputs)) };
}
