import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeCatalog, instantiate } from '../catalog/index.ts';
import { loadConfiguration, readSecretFile } from '../config/index.ts';
import { defineComponent, defineImage, type ImageDefinition } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { composeTopology } from '../plan/topology.ts';
import { fakeTools } from '../testing/fake-engine.ts';
import { onlyNeeded } from './image-selection.ts';
import { buildAll, openWorkspace, type Workspace } from './workspace.ts';

const image = (name: string): ImageDefinition => defineImage({ name, title: name, from: 'scratch', version: '1', user: { name: 'app', id: 4242 }, steps: [] });
const [client, other] = [image('client'), image('other')];

let stateDirectory: string;
beforeEach(async () => {
  stateDirectory = await mkdtemp(join(tmpdir(), 'ccp-workspace-'));
});
afterEach(() => rm(stateDirectory, { recursive: true }));

/** An environment of two images whose registry is not of its own cluster. */
async function workspace(tools: ReturnType<typeof fakeTools>): Promise<Workspace> {
  const { configuration } = await loadConfiguration(undefined, ['registry.address=registry.test:5000'], []);
  if (configuration === undefined) throw new Error('invalid');
  const definition = defineComponent({ name: 'ccp-sample', images: [client, other] });
  const { catalog } = instantiate(composeCatalog([{ name: 'ccp-sample', kind: 'base', version: '1.0.0', directory: '/sample', entry: '/sample/index.js', definition }]).catalog, configuration);
  const { imports } = await readSecretFile(configuration);
  const options = { directory: '/absent', events: () => undefined, signal: new AbortController().signal };
  return openWorkspace({ options, configuration, catalog, configs: new Map(), bindings: new Map(), topology: composeTopology(catalog, configuration), templates: new Map(), imports, stateDirectory }, tools, () => undefined);
}

test('a tool gets an image that is there without a question to the registry, whatever else is absent', async () => {
  const tools = fakeTools();
  const first = await workspace(tools);
  await buildAll(first, onlyNeeded(await first.images(), ['client']));
  tools.registry.fault = new CcpError('REGISTRY_FAILED', 'the login has expired');
  const { surroundings } = await workspace(tools);
  expect(await surroundings.imageReference(client)).toMatch(/^registry\.test:5000\/ccp\/client:/);
  expect(tools.registry.asked).toEqual([]);
  await expect(surroundings.imageReference(other)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
});

test('an image that is absent is pulled where the registry has it', async () => {
  const tools = fakeTools();
  const first = await workspace(tools);
  await buildAll(first, await first.images());
  for (const reference of tools.engine.images.keys()) await tools.engine.push(reference, new AbortController().signal);
  tools.engine.images.clear();
  tools.engine.started.length = 0;
  const reference = await (await workspace(tools)).surroundings.imageReference(other);
  expect([tools.engine.started, [...tools.engine.images.keys()]]).toEqual([[], [reference]]);
});

test('a plan of images that failed is made anew when it is asked for again', async () => {
  const tools = fakeTools();
  const { listImages } = tools.engine;
  tools.engine.listImages = () => Promise.reject(new CcpError('ENGINE_UNREACHABLE', 'away'));
  const opened = await workspace(tools);
  await expect(opened.imagesWithOffers()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  tools.engine.listImages = listImages;
  expect((await opened.imagesWithOffers()).images.map(({ name }) => name)).toEqual(['client', 'other']);
});

test('what a registry may offer can be done without, and is asked for until the command is stopped', async () => {
  const tools = fakeTools();
  const asked: unknown[] = [];
  tools.registry.manifestDigest = async (_reference, _access, asking) => void asked.push(asking);
  const opened = await workspace(tools);
  await opened.imagesWithOffers();
  const { signal } = opened.session.options;
  expect(asked).toEqual([{ signal, optional: true }, { signal, optional: true }]);
});
