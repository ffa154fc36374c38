import { exitCode, throwAll } from '../../diagnostics/index.ts';
import type { BuildReport, ImageReport } from '../../engine/build-report.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { imageOf, imagesOf, onlyNeeded } from '../image-selection.ts';
import { requireRegistry, startPushes } from '../push.ts';
import { megabytes, table } from '../table.ts';
import { buildAll, type BuildWatch, type Workspace } from '../workspace.ts';

/** `ccp build`: builds images. */
export const buildCommand: CoreCommand = {
  name: 'build',
  summary: 'Build the images whose content has changed, or pull them where the registry has them',
  options: [
    { flags: '-c, --components <names...>', description: 'only these images (or all whose names begin so) and what they are made from' },
    { flags: '--push', description: 'send what ships of them to the registry at registry.address, unless it has it' },
    { flags: '--print <image>', description: 'print the Dockerfile of an image and build nothing' },
  ],
  details: `JSON: {planMs, seconds, images: [{name, reference, key, outcome: present|built|pulled|failed|skipped, reason, seconds, sizeBytes, log,
  push: pushed|present|failed|skipped}]}; push stands there with --push only, for images that ship. An image that the engine lacks and the registry
  at registry.address has is pulled instead of built, unless registry.pull is false.`,
  run: runBuild,
};

async function runBuild({ workspace, options, ...run }: CommandRun): Promise<number> {
  const print = options['print'];
  if (typeof print === 'string') {
    run.write(imageOf(await workspace.imagesToBuild(), print).dockerfile);
    return exitCode.ok;
  }
  const names = options['components'] as string[] | undefined;
  const report = await (options['push'] === true ? buildAndPush(workspace, names) : buildSelected(workspace, names));
  const { images, planMs, seconds } = report;
  printResult(run, { planMs, seconds, images }, () => describe(images));
  throwAll(report.faults);
  return exitCode.ok;
}

function describe(images: readonly ImageReport[]): string {
  const pushed = images.some(({ push }) => push !== undefined);
  const rows = images.map(({ name, outcome, push = '', seconds, sizeBytes, reason }) => [name, outcome, ...(pushed ? [push] : []), seconds.toFixed(1), megabytes(sizeBytes), reason]);
  const done = images.every(({ outcome, push }) => outcome === 'present' && (push === undefined || push === 'present'));
  return [
    table(['IMAGE', 'OUTCOME', ...(pushed ? ['REGISTRY'] : []), 'SECONDS', 'SIZE', 'WHY'], rows),
    ...(done ? [`Nothing to do: all ${images.length} images are present.`] : []),
  ].join('\n');
}

/** Builds what has changed of the images `names` (or all whose names begin so) and what they are made from; default: of all. Throws USAGE for an unknown name. */
export async function buildSelected(workspace: Workspace, names?: readonly string[], watch: BuildWatch = {}): Promise<BuildReport> {
  const plan = await workspace.imagesToBuild();
  return buildAll(workspace, names === undefined ? plan : onlyNeeded(plan, names.flatMap((word) => imagesOf(plan, word).map(({ name }) => name))), watch);
}

/** As {@link buildSelected}; each image that ships is pushed as soon as it is there. Throws USAGE without a registry too, REGISTRY_UNREACHABLE, REGISTRY_FAILED. */
export async function buildAndPush(workspace: Workspace, names?: readonly string[]): Promise<BuildReport> {
  await requireRegistry(workspace);
  const pushes = startPushes(workspace);
  const building = buildSelected(workspace, names, {
    onBuilt: (image) => {
      if (image.shipped) pushes.add(image);
    },
  });
  // Nothing runs any more when this ends, however it ends.
  await building.catch(() => undefined);
  const { outcomes, faults } = await pushes.ended();
  const report = await building;
  const images = report.images.map((image) => ({ ...image, ...pushOf(outcomes.get(image.name)) }));
  return { ...report, images, faults: [...report.faults, ...faults] };
}

function pushOf(push: ImageReport['push']): Pick<ImageReport, 'push'> {
  return push === undefined ? {} : { push };
}
