import { createHash } from 'node:crypto';
import type { DebianRoot, ImageDefinition, Stage, Step } from '../definition/index.ts';
import { baseName, type OwnedImage } from './image-collect.ts';
import { sourceAt, type FilledSource } from './image-context.ts';
import type { ContextFile } from './context-file.ts';
import type { ImageInputs } from './image-node.ts';
import { dialectVersion, shortKey, type ImageSettings } from './image-settings.ts';
import { canonicalSource, sourceIdentity, type SourcePin } from './image-source.ts';

/** What the key of an image is made from, apart from its definition. */
export interface KeyParts {
  readonly owned: OwnedImage;
  readonly sources: readonly FilledSource[];
  readonly files: readonly ContextFile[];
  /** Version that ends up in the tag and in a label. */
  readonly version: string;
  readonly pin: SourcePin | undefined;
  /** Keys of all nodes that come before. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Key of an image and the inputs it was made from. Same inputs, same key, on every host. */
export function imageKey(parts: KeyParts, settings: ImageSettings): { key: string; inputs: ImageInputs } {
  const { image } = parts.owned;
  const base = baseName(image.from);
  const images = contentImages(image).filter((name) => name !== base).sort();
  const recipe = digest(canonicalRecipe(parts));
  const key = digest({
    dialect: dialectVersion,
    platform: settings.platform,
    recipe,
    version: parts.version,
    base: base === undefined ? 'scratch' : keyOf(parts.keys, base),
    images: images.map((name) => [name, keyOf(parts.keys, name)]),
    source: parts.pin === undefined ? null : canonicalSource(parts.pin),
    files: parts.files.map((file) => [file.path, file.mode, file.link === undefined ? 'file' : 'link', file.sha256]),
  });
  return {
    key,
    inputs: {
      recipe: shortKey(recipe),
      ...(base === undefined ? {} : { base: `${base}:${shortKey(keyOf(parts.keys, base))}` }),
      ...(parts.pin === undefined ? {} : { source: `${parts.pin.version}:${shortKey(sourceIdentity(parts.pin))}` }),
      files: Object.fromEntries(parts.files.map((file) => [file.title, shortKey(digest([file.mode, file.sha256]))])),
      images: Object.fromEntries(images.map((name) => [name, shortKey(keyOf(parts.keys, name))])),
    },
  };
}

/** Key of a Debian root. The package sources of the host are no part of it: `osEpoch` stands for the packages' versions. */
export function rootKey(root: DebianRoot, settings: ImageSettings): { key: string; inputs: ImageInputs } {
  const recipe = digest({ suite: root.suite, include: [...root.include].sort(), osEpoch: settings.osEpoch });
  const source = settings.debianReference?.digest;
  const key = digest({ dialect: dialectVersion, platform: settings.platform, recipe, source: source ?? 'bootstrap' });
  // The label holds `name:digest`; a reference has colons of its own.
  const origin = source === undefined ? 'bootstrap:' : `${settings.debianReference?.reference.replace(/[:@].*$/, '')}:${shortKey(digest(source))}`;
  return { key, inputs: { recipe: shortKey(recipe), source: origin, files: {}, images: {} } };
}

/** sha256 in hex of JSON with sorted keys and without absent values. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('hex');
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function keyOf(keys: ReadonlyMap<string, string>, name: string): string {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`The key of ${name} is not known yet`);
  return key;
}

/** Names of images whose content can change this one, except its base: tools pinned by other means do not count. */
function contentImages(image: ImageDefinition): string[] {
  const stages = image.stages ?? [];
  const bases = stages.map((stage) => baseName(stage.from));
  const copies = [...stages.flatMap((stage) => stage.steps), ...image.steps].flatMap((step) => {
    if (step.kind === 'copyFrom') return [step.image];
    if (step.kind !== 'run') return [];
    return (step.mounts ?? []).flatMap((mount) => (mount.kind === 'image' && mount.identity !== 'tool' ? [mount.image] : []));
  });
  const names = copies.map((source) => (typeof source === 'string' ? undefined : source.name));
  return [...new Set([...bases, ...names])].filter((name) => name !== undefined);
}

/** The definition as plain data: images by name, files by their place in the context, nothing of this host. */
function canonicalRecipe(parts: KeyParts): unknown {
  const { name, title, licenses, user, env, entrypoint, command, workdir, stopSignal, labels, from, stages, steps } = parts.owned.image;
  const stage = (entry: Stage): unknown => ({
    name: entry.name,
    from: baseName(entry.from) ?? 'scratch',
    steps: entry.steps.map((step) => canonicalStep(step, parts)),
  });
  return {
    ...{ name, title, licenses, user, env, entrypoint, command, workdir, stopSignal, labels },
    from: baseName(from) ?? 'scratch',
    stages: (stages ?? []).map(stage),
    steps: steps.map((step) => canonicalStep(step, parts)),
  };
}

function canonicalStep(step: Step, { owned, sources }: KeyParts): unknown {
  const imageName = (image: ImageDefinition | string): string => (typeof image === 'string' ? `stage:${image}` : image.name);
  const place = (source: string | URL, mode?: string): string => sourceAt(sources, owned.directory, source, mode).location;
  switch (step.kind) {
    case 'apt':
      return step;
    case 'copy':
      return { ...step, source: place(step.source, step.mode) };
    case 'copyFrom':
      return { ...step, image: imageName(step.image) };
    case 'run':
      return {
        ...step,
        // What an engine keeps between builds must not change the result, so it is no part of the key.
        mounts: (step.mounts ?? [])
          .filter((mount) => mount.kind !== 'cache')
          .map((mount) => {
            if (mount.kind === 'image') return { ...mount, image: imageName(mount.image) };
            return mount.kind === 'context' ? { ...mount, source: place(mount.source) } : mount;
          }),
      };
  }
}
