import { exitCode } from '../../diagnostics/index.ts';
import { printResult, type WorkspaceCommand } from '../command.ts';
import { takeSnapshot, usualLines, type Snapshot } from '../snapshot/take-snapshot.ts';
import { megabytes } from '../table.ts';
import { lineCount } from './logs.ts';

/** `ccp snapshot`: what whoever helps needs to know, in one file. */
export const snapshotCommand: WorkspaceCommand = {
  name: 'snapshot',
  summary: 'Write configuration, plan, status, findings, objects, events, logs, engine and host of the environment into one archive, without secret values',
  arguments: [{ flags: '[file]', description: 'the archive (.tar.gz), which may not exist yet; default: snapshot-<environment>-<time>.tar.gz in the state folder' }],
  options: [{ flags: '-n, --lines <count>', description: 'last lines of the log of each container, and of its run before', default: String(usualLines) }],
  details: `What cannot be had, for example because the cluster is down, is told and listed in its snapshot.yaml; the rest is written. Values of the environment's
secrets, and those of the configuration whose keys name a secret (password, token), are replaced by *** wherever they stand; of Secrets only keys and lengths
are in it, of the engine's containers only names, images and states. Only its owner can read the file (0600).
JSON: {file, bytes, files: [path], missing: [{what, why}]}.`,
  run: async (run) => {
    const snapshot = await takeSnapshot(run.workspace, { file: run.args[0], lines: lineCount(run.options['lines']) });
    printResult(run, snapshot, () => describe(snapshot), [snapshot.file]);
    return exitCode.ok;
  },
};

function describe({ file, bytes, files, missing }: Snapshot): string {
  return [`Wrote ${files.length} files (${megabytes(bytes)}) to ${file}`, ...missing.map(({ what, why }) => `Not in it: ${what}: ${why.split('\n')[0] ?? ''}`)].join('\n');
}
