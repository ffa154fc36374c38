import type { ImageInputs } from './image-node.ts';

/** An image that the engine has. */
export interface LocalImage {
  readonly id: string;
  /** All its `name:tag`. */
  readonly references: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly sizeBytes: number;
}

/** What differs between the inputs of an image and those of its predecessor, for people; `new` when there is none. */
export function buildReason(inputs: ImageInputs, before: ImageInputs | undefined): string {
  if (before === undefined) return 'new';
  const changes: string[] = [];
  if (inputs.base !== before.base) changes.push(`base ${(inputs.base ?? before.base ?? '').split(':')[0]} changed`);
  if (inputs.source !== before.source) changes.push(sourceMove(before.source, inputs.source));
  if (inputs.recipe !== before.recipe) changes.push('definition changed');
  changes.push(...differences(inputs.files, before.files), ...differences(inputs.images, before.images));
  return changes.join(', ') || 'the image builder changed';
}

/** One part of what an image is made from that differs; `builder`: the way in which images are built. */
export interface InputChange {
  readonly part: 'base' | 'source' | 'steps' | 'file' | 'image' | 'builder';
  readonly name: string;
  /** Short digest, with a version where there is one; undefined: it was not there. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What differs between the inputs of an image and those of another of the same name, part by part. */
export function inputChanges(inputs: ImageInputs, before: ImageInputs | undefined): InputChange[] {
  if (before === undefined) return [];
  const baseOf = (label: string | undefined): string | undefined => label?.split(':')[0];
  const single: InputChange[] = [
    { part: 'base', name: baseOf(inputs.base ?? before.base) ?? '', from: before.base, to: inputs.base },
    { part: 'source', name: 'source', from: before.source, to: inputs.source },
    { part: 'steps', name: 'definition', from: before.recipe, to: inputs.recipe },
  ];
  const changes = [...single, ...entries('file', inputs.files, before.files), ...entries('image', inputs.images, before.images)].filter(({ from, to }) => from !== to);
  return changes.length > 0 ? changes : [{ part: 'builder', name: 'image builder', from: undefined, to: undefined }];
}

function entries(part: 'file' | 'image', now: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): InputChange[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])].sort();
  return names.map((name) => ({ part, name, from: before[name], to: now[name] }));
}

/** Inputs out of an image's label; undefined when it is not readable. */
export function parseInputs(label: string | undefined): ImageInputs | undefined {
  try {
    const value = JSON.parse(label ?? '') as Partial<ImageInputs>;
    return { recipe: '', ...value, files: value.files ?? {}, images: value.images ?? {} };
  } catch {
    return undefined;
  }
}

/** Versions alone where they tell the two apart. */
function sourceMove(before = 'none', now = 'none'): string {
  const [from, fromIdentity] = before.split(':');
  const [to, toIdentity] = now.split(':');
  return from === to ? `source ${from} (${fromIdentity} -> ${toIdentity})` : `source ${from} -> ${to}`;
}

function differences(now: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): string[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])].sort();
  return names.flatMap((name) => {
    if (now[name] === before[name]) return [];
    if (before[name] === undefined) return [`${name} added`];
    return [now[name] === undefined ? `${name} removed` : `${name} changed`];
  });
}
