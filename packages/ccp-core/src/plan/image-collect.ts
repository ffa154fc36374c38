import type { Catalog } from '../catalog/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { DebianRoot, ImageBase, ImageDefinition, Step } from '../definition/index.ts';
import { findCycle } from '../graph/index.ts';

/** An image with the component that it belongs to. */
export interface OwnedImage {
  readonly image: ImageDefinition;
  /** Absolute folder of the component; paths of steps are relative to it. */
  readonly directory: string;
  /** Version of the component's package; the image's version when neither definition nor source has one. Default: `0`. */
  readonly version?: string;
}

/** Every image of the catalog with its component. */
export function ownedImages({ images }: Catalog): OwnedImage[] {
  return images.map(({ image, directory, packageVersion }) => ({ image, directory, version: packageVersion }));
}

/** All images that a plan is about. */
export interface ImageCollection {
  /** By name. */
  readonly images: ReadonlyMap<string, OwnedImage>;
  /** By suite. */
  readonly roots: ReadonlyMap<string, DebianRoot>;
  /** Name of each image and root, with the names that it needs, sorted. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
  readonly faults: readonly CcpError[];
}

/** Name of the node of a Debian root. */
export function rootName(suite: string): string {
  return `debian-root-${suite}`;
}

/** Name of the node of a base; undefined for `scratch`. */
export function baseName(base: ImageBase): string | undefined {
  if (base === 'scratch') return undefined;
  return 'kind' in base ? rootName(base.suite) : base.name;
}

/** Steps of the image and of all its stages. */
export function allSteps(image: ImageDefinition): Step[] {
  return [...(image.stages ?? []).flatMap((stage) => stage.steps), ...image.steps];
}

/** Debian suite at the root of `base`; undefined when there is none. */
export function suiteOf(base: ImageBase): string | undefined {
  if (base === 'scratch') return undefined;
  return 'kind' in base ? base.suite : suiteOf(base.from);
}

/** Images that files are taken from by copy or mount. */
export function usedImages(steps: readonly Step[]): ImageDefinition[] {
  const sources = steps.flatMap((step) => {
    if (step.kind === 'copyFrom') return [step.image];
    if (step.kind === 'run') return (step.mounts ?? []).flatMap((mount) => (mount.kind === 'image' ? [mount.image] : []));
    return [];
  });
  return sources.filter((image) => typeof image !== 'string');
}

/**
 * All images that the given ones are made from: bases, bases of stages, mounts and copies. Faults are collected, each a
 * CcpError CATALOG_INVALID: an image that no component lists, two images of one name, a cycle.
 */
export function collectImages(owned: readonly OwnedImage[]): ImageCollection {
  const owners = new Map(owned.map((entry) => [entry.image, entry]));
  const images = new Map<string, OwnedImage>();
  const roots = new Map<string, DebianRoot>();
  const edges = new Map<string, string[]>();
  const faults: CcpError[] = [];

  const addRoot = (root: DebianRoot, user: ImageDefinition): void => {
    const known = roots.get(root.suite);
    if (known !== undefined && known.include.join() !== root.include.join()) {
      faults.push(fault(user, `Two Debian roots of ${root.suite} list different packages.`, 'Share one image as the base.'));
    }
    roots.set(root.suite, root);
    edges.set(rootName(root.suite), []);
  };
  const add = (image: ImageDefinition): void => {
    const known = images.get(image.name);
    if (known !== undefined) {
      if (known.image !== image) faults.push(fault(image, `Two images are named ${image.name}.`));
      return;
    }
    const owner = owners.get(image);
    if (owner === undefined) faults.push(fault(image, 'No component lists this image.', 'Add it to `images` of its component.'));
    images.set(image.name, owner ?? { image, directory: '/' });
    const bases = [image.from, ...(image.stages ?? []).map((stage) => stage.from)].filter((base) => base !== 'scratch');
    const needs = [...bases, ...usedImages(allSteps(image))];
    edges.set(image.name, [...new Set(needs.map((need) => baseName(need) ?? ''))].sort());
    for (const need of needs) {
      if ('kind' in need) addRoot(need, image);
      else add(need);
    }
  };
  for (const { image } of owned) add(image);
  const cycle = findCycle(edges);
  if (cycle !== undefined) faults.push(new CcpError('CATALOG_INVALID', `Images need each other: ${cycle.join(' -> ')}.`));
  return { images, roots, edges, faults };
}

/** A fault of one image. */
export function fault(image: ImageDefinition, message: string, hint?: string): CcpError {
  return new CcpError('CATALOG_INVALID', message, { where: { object: `image ${image.name}` }, ...(hint === undefined ? {} : { hint }) });
}
