import { exitCode } from '../../diagnostics/index.ts';
import type { ImageNode, ImagePlan } from '../../plan/image-node.ts';
import { inputChanges, parseInputs, type InputChange, type LocalImage } from '../../plan/image-reason.ts';
import { imageLabel, inputsLabel, keyLabel } from '../../plan/image-settings.ts';
import { printResult, type WorkspaceCommand } from '../command.ts';
import { imageOf } from '../image-selection.ts';

/** Why an image is built, or was. */
export interface ImageWhy {
  readonly name: string;
  readonly action: ImageNode['action'];
  readonly reason: string;
  readonly key: string;
  /** The newest image of this name with another key in the engine. */
  readonly against: { readonly reference: string; readonly key: string; readonly createdAt: string } | undefined;
  readonly changes: readonly InputChange[];
  /** The same of what it is made from, where that is what changed. */
  readonly because: readonly ImageWhy[];
}

/** `ccp images why`: what changed. */
export const imagesWhyCommand: WorkspaceCommand = {
  name: 'images why',
  summary: 'Show why an image is built, or was: what changed against the image of that name that the engine had before',
  arguments: [{ flags: '<image>', description: 'name of an image' }],
  details: `JSON: {name, action: build|pull|present|unneeded, reason, key, against: {reference, key, createdAt}, changes: [{part: base|source|steps|file|image|builder,
  name, from, to}], because: [the same, of images it is made from that changed]}. from and to are short digests with names and versions; "steps" is
  everything that is written in the definition.`,
  run: async (run) => {
    const [plan, existing] = await Promise.all([run.workspace.imagesWithOffers(), run.workspace.adapters.engine.listImages(keyLabel)]);
    const why = imageWhy(imageOf(plan, run.args[0] ?? ''), plan, existing);
    printResult(run, why, () => whyLines(why).join('\n'), [why.name]);
    return exitCode.ok;
  },
};

/** Compares what an image is made from with what its newest other image in the engine was made from. */
export function imageWhy(image: ImageNode, plan: ImagePlan, existing: readonly LocalImage[]): ImageWhy {
  const { name, action, reason, key, inputs } = image;
  const [before] = existing.filter(({ labels }) => labels[imageLabel] === name && labels[keyLabel] !== key).sort((a, b) => b.createdAt - a.createdAt);
  const changes = before === undefined ? [] : inputChanges(inputs, parseInputs(before.labels[inputsLabel]));
  const changed = changes.filter(({ part }) => part === 'base' || part === 'image').map((change) => change.name);
  return {
    name,
    action,
    reason,
    key,
    against: before === undefined ? undefined : { reference: before.references[0] ?? before.id, key: before.labels[keyLabel] ?? '', createdAt: new Date(before.createdAt * 1000).toISOString() },
    changes,
    because: plan.images.filter((other) => changed.includes(other.name)).map((other) => imageWhy(other, plan, existing)),
  };
}

function whyLines(why: ImageWhy, indent = ''): string[] {
  const lines = [stateOf(why), ...why.changes.map(({ part, name, from, to }) => `  ${part} ${name}: ${from ?? 'absent'} -> ${to ?? 'absent'}`)];
  return [...lines.map((line) => `${indent}${line}`), ...why.because.flatMap((other) => whyLines(other, `${indent}    `))];
}

/** What is to be done, or was, in words. */
const states: Readonly<Record<ImageNode['action'], (reason: string) => string>> = {
  build: (reason) => `is to be built (${reason})`,
  pull: (reason) => `is to be pulled (${reason})`,
  present: () => 'is present',
  unneeded: (reason) => `is not needed (${reason})`,
};

function stateOf({ name, action, reason, against }: ImageWhy): string {
  const compared = against === undefined ? 'The engine has no other image of this name to compare with.' : `Against ${against.reference} of ${against.createdAt}:`;
  return `${name} ${states[action](reason)}. ${compared}`;
}
