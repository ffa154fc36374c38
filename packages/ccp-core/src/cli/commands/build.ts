import { exitCode, throwAll } from '../../diagnostics/index.ts';
import type { BuildReport } from '../../engine/build-report.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { imageOf, imagesOf, onlyNeeded } from '../image-selection.ts';
import { megabytes, table } from '../table.ts';
import { buildAll, type Workspace } from '../workspace.ts';

/** `ccp build`: builds images. */
export const buildCommand: CoreCommand = {
  name: 'build',
  summary: 'Build the images whose content has changed',
  options: [
    { flags: '-c, --components <names...>', description: 'only these images (or all whose names begin so) and what they are made from' },
    { flags: '--print <image>', description: 'print the Dockerfile of an image and build nothing' },
  ],
  details: 'JSON: {planMs, seconds, images: [{name, reference, key, outcome: present|built|failed|skipped, reason, seconds, sizeBytes, log}]}.',
  run: runBuild,
};

async function runBuild(run: CommandRun): Promise<number> {
  const plan = await run.workspace.imagesToBuild();
  const print = run.options['print'];
  if (typeof print === 'string') {
    run.write(imageOf(plan, print).dockerfile);
    return exitCode.ok;
  }
  const report = await buildSelected(run.workspace, run.options['components'] as string[] | undefined);
  const { images, planMs, seconds } = report;
  printResult(run, { planMs, seconds, images }, () =>
    [
      table(['IMAGE', 'OUTCOME', 'SECONDS', 'SIZE', 'WHY'], images.map((image) => [image.name, image.outcome, image.seconds.toFixed(1), megabytes(image.sizeBytes), image.reason])),
      images.every((image) => image.outcome === 'present') ? `Nothing to do: all ${images.length} images are present.` : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),
  );
  throwAll(report.faults);
  return exitCode.ok;
}

/** Builds what has changed of the images `names` (or all whose names begin so) and what they are made from; default: of all. Throws USAGE for an unknown name. */
export async function buildSelected(workspace: Workspace, names?: readonly string[]): Promise<BuildReport> {
  const plan = await workspace.imagesToBuild();
  return buildAll(workspace, names === undefined ? plan : onlyNeeded(plan, names.flatMap((word) => imagesOf(plan, word).map(({ name }) => name))));
}
