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
