import type { CcpError } from '../diagnostics/index.ts';
import type { Step } from '../definition/index.ts';
import { allSteps, fault, suiteOf, type OwnedImage } from './image-collect.ts';
import type { FilledSource } from './image-context.ts';

/** What is wrong with one image's definition; each fault is a CcpError CATALOG_INVALID. `sources` without `files` were not found. */
export function imageFaults(owned: OwnedImage, sources: readonly FilledSource[]): CcpError[] {
  return [...accountFaults(owned), ...nameFaults(owned), ...sourceFaults(owned, sources), ...stageFaults(owned)];
}

function accountFaults({ image }: OwnedImage): CcpError[] {
  if (image.shipped === false || image.user !== undefined || image.root !== undefined) return [];
  return [fault(image, 'The image has no user.', 'Set `user`, or give the reason why it must start as root in `root`.')];
}

function nameFaults({ image }: OwnedImage): CcpError[] {
  const names = [image.name, ...(image.stages ?? []).map((stage) => stage.name)];
  const wrong = names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name));
  return wrong.map((name) => fault(image, `\`${name}\` is no name: lower case letters and digits, with \`-\` between words.`));
}

function sourceFaults({ image }: OwnedImage, sources: readonly FilledSource[]): CcpError[] {
  return sources
    .filter((source) => source.files.length === 0)
    .map((source) => fault(image, `There is no file at ${source.path}.`, 'Paths are relative to the folder of the component.'));
}

function stageFaults({ image }: OwnedImage): CcpError[] {
  const faults: CcpError[] = [];
  const before = new Set<string>(['final']);
  const stages = [...(image.stages ?? []), { name: 'final', from: image.from, steps: image.steps }];
  stages.forEach((stage, index) => {
    const isLast = index === stages.length - 1;
    if (!isLast && before.has(stage.name)) faults.push(fault(image, `Two stages are named ${stage.name}, or it is the reserved name \`final\`.`));
    for (const name of usedStages(stage.steps)) {
      if (name !== 'final' && before.has(name)) continue;
      faults.push(fault(image, `Stage ${stage.name} uses the stage ${name}, which does not come before it.`));
    }
    if (suiteOf(stage.from) === undefined && stage.steps.some((step) => step.kind === 'apt')) {
      faults.push(fault(image, `Stage ${stage.name} installs packages, but has no Debian root.`));
    }
    before.add(stage.name);
  });
  if (allSteps(image).some((step) => step.kind === 'apt' && step.packages.length === 0)) {
    faults.push(fault(image, 'A step installs no package.'));
  }
  return faults;
}

function usedStages(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.kind === 'copyFrom') return typeof step.image === 'string' ? [step.image] : [];
    if (step.kind !== 'run') return [];
    return (step.mounts ?? []).flatMap((mount) => (mount.kind === 'image' && typeof mount.image === 'string' ? [mount.image] : []));
  });
}
