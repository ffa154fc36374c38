import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { composeCatalog, instantiate, type Catalog, type LoadedComponent } from '../catalog/index.ts';
import { loadConfiguration, serviceConfigurations } from '../config/index.ts';
import { isComponent, type ComponentDefinition } from '../definition/index.ts';
import { throwAll } from '../diagnostics/index.ts';
import { planImages } from '../engine/plan-images.ts';
import { resolveBindings } from '../plan/bindings.ts';
import { composeModels } from '../plan/models.ts';
import { allTemplateFiles } from '../plan/overrides.ts';
import { composeTopology } from '../plan/topology.ts';
import { objectsOf, readTemplate, renderRun, renderService, type KubeObject, type RenderInputs, type ServiceModel } from '../render/index.ts';
import { connectHost } from '../sources/index.ts';
import { absentEngine } from './absent-engine.ts';
import { stubProvider } from './stub-providers.ts';

/** What of a golden folder does not fit; empty when all does. */
export interface GoldenDifference {
  readonly file: string;
  readonly problem: 'missing' | 'differs' | 'not expected';
}

/**
 * Renders every image of the component in `directory` to a Dockerfile and every service to its manifests (providers of capabilities are
 * stubs, keys of images are `KEY`), with the Ingress that a service would get as `<service>.ingress`, and compares them with the files in `test/golden`. With `UPDATE_GOLDEN=1` it writes them instead.
 */
export async function checkGolden(directory: string, update: boolean): Promise<GoldenDifference[]> {
  const expected = await renderGolden(directory);
  const folder = join(directory, 'test', 'golden');
  if (update) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (update) for (const [name, text] of expected) await writeFile(join(folder, name), text);
  const present = await readdir(folder);
  const compared = await Promise.all(
    [...expected].map(async ([file, text]): Promise<GoldenDifference[]> => {
      if (!present.includes(file)) return [{ file, problem: 'missing' }];
      return (await readFile(join(folder, file), 'utf8')) === text ? [] : [{ file, problem: 'differs' }];
    }),
  );
  return [...compared.flat(), ...present.filter((file) => !expected.has(file)).map((file): GoldenDifference => ({ file, problem: 'not expected' }))];
}

/** Golden texts of a component by file name. */
export async function renderGolden(directory: string): Promise<Map<string, string>> {
  const components = await withDependencies(directory);
  const [own] = components;
  if (own === undefined) return new Map();
  const images = components.flatMap((component) => component.definition.images.map((image) => ({ image, directory: component.directory, version: component.version })));
  const plan = await planImages(images, { engine: absentEngine, host: connectHost() }, { platform: 'linux/amd64' });
  const names = own.definition.images.map((image) => image.name);
  const files = new Map(plan.images.filter((image) => names.includes(image.name)).map((image) => [`${image.name}.Dockerfile`, withoutKeys(image.dockerfile)]));
  for (const [name, text] of await manifests(own)) files.set(`${name}.yaml`, text);
  return files;
}

/** Keys change with every file below; the golden shows what a reviewer must read. */
function withoutKeys(text: string): string {
  return text
    .replace(/-[0-9a-f]{12}\b/g, '-KEY')
    .replace(/(ccp\.io\/key"?[ =]"?)[0-9a-f]{64}/g, '$1KEY')
    .split('\n')
    .filter((line) => !line.includes('ccp.io/inputs'))
    .join('\n');
}

async function manifests(own: LoadedComponent): Promise<Map<string, string>> {
  const inputs: RenderInputs = { imageReference: (name) => `ccp.local/ccp/${name}:KEY`, imageKey: () => 'KEY', secretVersion: () => 'v1', podInit: undefined };
  const models = await modelsOf(own);
  const rendered = models.map((model) => renderService(model, inputs));
  return new Map([...rendered.map((service): [string, string] => [service.service, manifest(objectsOf(service))]), ...actionManifests(own, models, inputs), ...(await ingressManifests(own, inputs))]);
}

async function ingressManifests(own: LoadedComponent, inputs: RenderInputs): Promise<[string, string][]> {
  const published = (await modelsOf(own, ['endpoints.ingress.enabled=true', 'endpoints.ingress.domain=public.example'])).filter(({ hosts }) => hosts.size > 0);
  return published.map((model) => [`${model.owner.service}.ingress`, manifest(objectsOf(renderService(model, inputs)).filter(({ kind }) => kind === 'Ingress'))]);
}

function manifest(objects: readonly KubeObject[]): string {
  return objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n');
}

/** One run of every action that needs no parameter and runs in the cluster, as `action-<name>`. */
function actionManifests(own: LoadedComponent, models: readonly ServiceModel[], inputs: RenderInputs): [string, string][] {
  return (own.definition.actions ?? []).flatMap((action): [string, string][] => {
    const model = models.find(({ instanceOf }) => instanceOf === action.service.name);
    const parameters = (action.parameters as z.ZodType<Record<string, unknown>> | undefined)?.safeParse({}) ?? { success: true, data: {} };
    if (model === undefined || !('job' in action) || !parameters.success) return [];
    const spec = action.job(model.context, parameters.data as never);
    const { config, job } = renderRun(model, inputs, { run: `${action.name}-RUN`, action: action.name, parameters: parameters.data }, spec, action.image ?? model.definition.image);
    return [[`action-${action.name}`, manifest(config === undefined ? [job] : [config, job])]];
  });
}

/** Models of a component's services with default configuration but for `sets` (`key=value`); what it needs of others comes from stubs. */
export async function modelsOf(own: LoadedComponent, sets: readonly string[] = []): Promise<ServiceModel[]> {
  const services = own.definition.services ?? [];
  const provided = services.flatMap((service) => Object.keys(service.provides ?? {}));
  const needed = [...new Set(services.flatMap((service) => service.requires ?? []))].filter((capability) => !provided.includes(capability));
  const catalog = composeCatalog([{ ...own, definition: { ...own.definition, services: [...services, ...needed.map(stubProvider)] } }]).catalog;
  const names = services.map((service) => service.name);
  return (await defaultModels(catalog, sets)).filter((model) => names.includes(model.owner.service));
}

async function defaultModels(packaged: Catalog, sets: readonly string[]): Promise<ServiceModel[]> {
  const { configuration, faults } = await loadConfiguration(undefined, sets, []);
  throwAll(faults);
  const { catalog } = instantiate(packaged, configuration);
  const definitions = new Map([...catalog.services].map(([name, service]) => [name, service.definition]));
  const { bindings, faults: unbound } = resolveBindings(catalog, configuration, [...catalog.services.keys()]);
  throwAll(unbound);
  const files = allTemplateFiles(catalog, configuration).map(({ file }) => file);
  const templates = new Map((await Promise.all(files.map((file) => readTemplate(file)))).map((template) => [template.file, template]));
  const { values: configs } = serviceConfigurations(configuration, definitions);
  return composeModels({ catalog, configuration, bindings, topology: composeTopology(catalog, configuration), configs, templates, publicHost: 'public.example', nodes: [{ name: 'node-1', address: '192.0.2.11', labels: {} }] });
}

/** The component in `directory` first, then every component that it depends on. */
export async function withDependencies(directory: string): Promise<LoadedComponent[]> {
  const require = createRequire(join(directory, 'package.json'));
  const { name, version, ccp, dependencies } = require('./package.json') as { name: string; version: string; ccp?: object; dependencies?: Record<string, string> };
  if (ccp === undefined) return [];
  const module = (await import(pathToFileURL(join(directory, 'src/index.ts')).href)) as { component?: unknown };
  if (!isComponent(module.component)) throw new Error(`${name} exports no component`);
  const definition: ComponentDefinition = module.component;
  const own: LoadedComponent = { name, version, kind: 'service', directory, entry: '', definition };
  const below = await Promise.all(Object.keys(dependencies ?? {}).filter((dependency) => dependency.startsWith('ccp-')).map((dependency) => withDependencies(join(require.resolve(`${dependency}/package.json`), '..'))));
  return [...new Map([own, ...below.flat()].map((component) => [component.name, component])).values()];
}
