import { topological } from '../graph/index.ts';
import type { DebianRoot, ImageDefinition } from '../definition/index.ts';
import { allSteps, baseName, rootName, suiteOf, type ImageCollection, type OwnedImage } from './image-collect.ts';
import { contextFiles, type FilledSource } from './image-context.ts';
import { identityLabels, renderDockerfile, renderRootDockerfile } from './image-dockerfile.ts';
import { imageKey, rootKey } from './image-key.ts';
import type { ImageInputs, ImageNode } from './image-node.ts';
import { neededImages, unneededReason } from './image-offers.ts';
import { buildReason, parseInputs, type LocalImage } from './image-reason.ts';
import { imageLabel, imageReference, inputsLabel, keyLabel, type ImageSettings } from './image-settings.ts';
import { patchFiles, type SourcePin } from './image-source.ts';

/** What is known about the world when a plan is made. */
export interface PlanInput {
  readonly collection: ImageCollection;
  /** Files of each image by its name. */
  readonly sources: ReadonlyMap<string, readonly FilledSource[]>;
  readonly settings: ImageSettings;
  /** Images in the engine that bear a key. */
  readonly existing: readonly LocalImage[];
  /** Recorded seconds of earlier builds by name. */
  readonly durations: Readonly<Record<string, number>>;
}

/** A node before it is known what to do about it. */
type DraftNode = Omit<ImageNode, 'action' | 'reason'>;

/** Seconds of a build of which nothing is known. */
const unknownSeconds = 10;

/** Usual seconds of a bootstrap on 2 cores, measured with the packages in a near mirror. */
const rootSeconds = 20;

/** Nodes of all images in build order, with what to do about each and why. Pure: same input, same plan. */
export function planImageNodes(input: PlanInput): ImageNode[] {
  const keys = new Map<string, string>();
  const references = new Map<string, string>();
  const drafts: DraftNode[] = [];
  for (const name of topological(input.collection.edges)) {
    const draft = draftNode(name, input, keys, references);
    keys.set(name, draft.key);
    references.set(name, draft.reference);
    drafts.push(draft);
  }
  return decide(drafts, input.existing);
}

function draftNode(name: string, input: PlanInput, keys: ReadonlyMap<string, string>, references: ReadonlyMap<string, string>): DraftNode {
  const owned = input.collection.images.get(name);
  if (owned !== undefined) return draftImage(owned, input, keys, references);
  const root = [...input.collection.roots.values()].find((candidate) => rootName(candidate.suite) === name);
  if (root === undefined) throw new Error(`${name} is neither an image nor a root`);
  return draftRoot(root, input);
}

function draftImage(owned: OwnedImage, input: PlanInput, keys: ReadonlyMap<string, string>, references: ReadonlyMap<string, string>): DraftNode {
  const { image, directory } = owned;
  const { settings } = input;
  const sources = input.sources.get(image.name) ?? [];
  const pin = pinOf(image, settings);
  const files = [...contextFiles(sources, directory), ...patchFiles(image.source?.project, pin)];
  const version = versionOf(owned, pin);
  const { key, inputs } = imageKey({ owned, sources, files, version, pin, keys }, settings);
  const base = baseName(image.from);
  const reference = (name: string): string => references.get(name) ?? '';
  const labels = {
    ...identityLabels(image.name, image.title, version, image.licenses ?? 'Apache-2.0', key),
    ...(base === undefined ? {} : { 'org.opencontainers.image.base.name': reference(base) }),
    ...image.labels,
    [inputsLabel]: JSON.stringify(inputs),
  };
  return {
    name: image.name,
    title: image.title,
    version,
    key,
    reference: imageReference(settings, image.name, version, key),
    ...(base === undefined ? {} : { base }),
    dependsOn: input.collection.edges.get(image.name) ?? [],
    shipped: image.shipped !== false,
    dockerfile: renderDockerfile({ owned, sources, version, pin, labels, reference }),
    context: files,
    ...treeOf(pin),
    suites: suites(owned),
    inputs,
    expectedSeconds: input.durations[image.name] ?? image.expectedSeconds ?? unknownSeconds,
  };
}

function versionOf({ image, version }: OwnedImage, pin: { readonly version: string } | undefined): string {
  return image.version ?? pin?.version ?? version ?? '0';
}

function draftRoot(root: DebianRoot, input: PlanInput): DraftNode {
  const { settings } = input;
  const name = rootName(root.suite);
  const title = `Debian ${root.suite}, minimal`;
  const { key, inputs } = rootKey(root, settings);
  const labels = { ...identityLabels(name, title, root.suite, 'NOASSERTION', key), [inputsLabel]: JSON.stringify(inputs) };
  const pulled = settings.debianReference?.reference;
  return {
    name,
    title,
    version: root.suite,
    key,
    reference: `${settings.registry}/${settings.namespace}/${name}:${key.slice(0, 12)}`,
    dependsOn: [],
    shipped: false,
    dockerfile: pulled === undefined ? '' : renderRootDockerfile(root, pulled, labels),
    ...(pulled === undefined ? { root: { suite: root.suite, include: [...root.include].sort(), labels } } : { pull: pulled }),
    context: [],
    suites: [root.suite],
    inputs,
    expectedSeconds: input.durations[name] ?? rootSeconds,
  };
}

/** What is to be done about each. */
function decide(drafts: readonly DraftNode[], existing: readonly LocalImage[]): ImageNode[] {
  const byKey = imagesByKey(drafts, existing);
  const needed = neededImages(drafts, (draft) => byKey.has(draft.key));
  return drafts.map((draft) => {
    const found = byKey.get(draft.key);
    if (found !== undefined) {
      const sameAs = found.references.includes(draft.reference) ? {} : { sameAs: found.id };
      return { ...draft, ...sameAs, sizeBytes: found.sizeBytes, action: 'present' as const, reason: 'nothing changed' };
    }
    if (!needed.has(draft.name)) return { ...draft, action: 'unneeded' as const, reason: unneededReason };
    return { ...draft, action: 'build' as const, reason: buildReason(draft.inputs, predecessor(draft.name, existing)) };
  });
}

/** Of several images with one key the one that already bears the planned name. */
function imagesByKey(drafts: readonly DraftNode[], existing: readonly LocalImage[]): Map<string | undefined, LocalImage> {
  const planned = new Set(drafts.map((draft) => draft.reference));
  const named = existing.filter((image) => image.references.some((reference) => planned.has(reference)));
  return new Map([...existing, ...named].map((image) => [image.labels[keyLabel], image]));
}

function predecessor(name: string, existing: readonly LocalImage[]): ImageInputs | undefined {
  const [newest] = existing.filter((image) => image.labels[imageLabel] === name).sort((a, b) => b.createdAt - a.createdAt);
  return parseInputs(newest?.labels[inputsLabel]);
}

function pinOf({ source }: ImageDefinition, settings: ImageSettings): SourcePin | undefined {
  if (source === undefined) return undefined;
  const { project, version, sha256 } = source;
  return settings.sources[project] ?? { version, sha256 };
}

function treeOf(pin: SourcePin | undefined): Pick<ImageNode, 'sourceTree'> {
  return pin?.tree === undefined ? {} : { sourceTree: pin.tree };
}

/** Suites whose package sources network steps may use. */
function suites({ image }: OwnedImage): string[] {
  const bases = [image.from, ...(image.stages ?? []).map((stage) => stage.from)].map(suiteOf);
  const network = allSteps(image).some((step) => step.kind === 'apt' || (step.kind === 'run' && step.network === true));
  return network ? [...new Set(bases.filter((suite) => suite !== undefined))].sort() : [];
}
