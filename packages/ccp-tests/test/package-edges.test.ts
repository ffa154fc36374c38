import { describe, expect, test } from '@jest/globals';
import { isComponent, type ComponentDefinition, type ImageBase, type ImageDefinition, type Step } from 'ccp-core';
import { readFile, readdir } from 'node:fs/promises';

const packages = new URL('../../', import.meta.url);

interface Manifest {
  readonly name: string;
  readonly ccp?: object;
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function manifests(): Promise<Manifest[]> {
  const names = await readdir(packages);
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(`${name}/package.json`, packages), 'utf8')) as Manifest));
}

async function load(name: string): Promise<ComponentDefinition> {
  const module = (await import(new URL(`${name}/src/index.ts`, packages).href)) as { component: unknown };
  if (!isComponent(module.component)) throw new Error(`${name} exports no component`);
  return module.component;
}

function imagesIn(steps: readonly Step[]): ImageDefinition[] {
  const all = steps.flatMap((step) => (step.kind === 'copyFrom' ? [step.image] : step.kind === 'run' ? (step.mounts ?? []).flatMap((mount) => (mount.kind === 'image' ? [mount.image] : [])) : []));
  return all.filter((image) => typeof image !== 'string');
}

/** Images that an image is made from. */
function madeFrom(image: ImageDefinition): ImageDefinition[] {
  const stages = image.stages ?? [];
  const bases: ImageBase[] = [image.from, ...stages.map((stage) => stage.from)];
  return [...bases.filter((base): base is ImageDefinition => base !== 'scratch' && !('kind' in base)), ...imagesIn([...image.steps, ...stages.flatMap((stage) => stage.steps)])];
}

describe('packages', () => {
  test('depend on each other exactly as their images are made from each other', async () => {
    const components = (await manifests()).filter((manifest) => manifest.ccp !== undefined);
    const definitions = new Map<string, ComponentDefinition>();
    // One after the other: jest's module loader trips over imports that share dependencies.
    for (const { name } of components) definitions.set(name, await load(name));
    const owner = new Map([...definitions].flatMap(([name, definition]) => definition.images.map((image) => [image.name, name] as const)));
    const declared = components.flatMap(({ name, dependencies }) => Object.keys(dependencies ?? {}).filter((dependency) => definitions.has(dependency)).map((dependency) => `${name} -> ${dependency}`));
    const made = [...definitions].flatMap(([name, definition]) => definition.images.flatMap(madeFrom).map((image) => owner.get(image.name) ?? image.name).filter((other) => other !== name).map((other) => `${name} -> ${other}`));
    expect([...new Set(declared)].sort()).toEqual([...new Set(made)].sort());
  });
});
