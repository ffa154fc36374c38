import { CcpError, exitCode, nearest, throwAll } from '../../diagnostics/index.ts';
import type { BuildReport } from '../../engine/build-report.ts';
import type { ImagePlan } from '../../plan/image-node.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { onlyNeeded } from '../image-selection.ts';
import { megabytes, table } from '../table.ts';
import { buildAll, type Workspace } from '../workspace.ts';

/** `ccp build`: builds images. */
export const buildCommand: CoreCommand = {
  name: 'build',
  summary: 'Build the images whose content has changed',
  options: [
    { flags: '-c, --components <names...>', description: 'only these images and what they are made from' },
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

/** Builds what has changed of the images `names` and what they are made from; default: of all. Throws USAGE for an unknown name. */
export async function buildSelected(workspace: Workspace, names?: readonly string[]): Promise<BuildReport> {
  const plan = await workspace.imagesToBuild();
  return buildAll(workspace, names === undefined ? plan : onlyNeeded(plan, names.map((name) => imageOf(plan, name).name)));
}

function imageOf(plan: ImagePlan, name: string): ImagePlan['images'][number] {
  const found = plan.images.find((image) => image.name === name);
  if (found !== undefined) return found;
  const names = plan.images.map((image) => image.name);
  const near = nearest(name, names);
  throw new CcpError('USAGE', `there is no image "${name}"`, { hint: near === undefined ? `Images: ${names.join(', ')}.` : `Did you mean "${near}"?` });
}
