import { exitCode } from '../../diagnostics/index.ts';
import type { ActionRun } from '../../engine/action-run.ts';
import { keptRuns, listRuns, readLog } from '../../engine/action-runs.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { readParameters } from '../action-parameters.ts';
import { runAction } from '../action-running.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { requireCluster } from '../workspace.ts';
import { findAction } from './action-list.ts';
import { runTable } from './action-status.ts';

/** Last lines that are shown when a run has ended. */
const shownLines = 15;

/** `ccp action run`: runs an action once. */
export const actionRunCommand: CoreCommand = {
  name: 'action run',
  summary: 'Run an action once; ends when the run has ended, with the last lines of its log',
  arguments: [{ flags: '<name>', description: 'name of the action' }],
  options: [
    { flags: '-p, --parameter <name=value>', description: 'value of a parameter that ccp action show lists; repeatable, recorded with the run, so never a secret', repeatable: true },
    { flags: '--service <name>', description: 'instance of the service, where there are several' },
    { flags: '--no-wait', description: 'return as soon as the run is started' },
  ],
  details: `JSON: as an element of ccp action status, with log: [last lines]. Exit 1 when the run failed. Stopped with Ctrl-C a run in the cluster goes on; one that
ccp itself carries out stops, and continues when the action is run again. The newest ${keptRuns} runs of each action are kept.`,
  run: runCommand,
};

async function runCommand(run: CommandRun): Promise<number> {
  const { workspace, options } = run;
  const { definition } = findAction(run);
  const parameters = readParameters(definition, (options['parameter'] ?? []) as readonly string[]);
  const wait = options['wait'] !== false;
  const { run: name, fault } = await runAction(workspace, { action: definition, parameters, service: options['service'] as string | undefined, wait });
  const told = await describeRun(run, name, wait);
  if (told !== undefined) {
    const followed = wait ? [] : [`Follow it with ccp action log ${name} -f.`];
    printResult(run, told, () => [runTable([told]), ...(told.log.length === 0 ? [] : ['', ...told.log]), ...followed].join('\n'), [name]);
  }
  if (fault !== undefined) throw fault;
  return exitCode.ok;
}

/** The run as it is now, with the last lines of its log when it has ended; undefined when it failed before it was recorded. */
async function describeRun({ workspace }: CommandRun, name: string, ended: boolean): Promise<(ActionRun & { readonly log: readonly string[] }) | undefined> {
  const { namespace } = workspace.session.configuration;
  const cluster = await requireCluster(workspace);
  const [runs, secrets] = await Promise.all([listRuns(cluster, namespace), readSecrets(cluster, namespace)]);
  const known = runs.find(({ run }) => run.run === name);
  if (known === undefined) return undefined;
  const log = ended ? await readLog(cluster, namespace, known, shownLines) : [];
  return { ...known.run, reason: secrets.redact(known.run.reason), log: log.map((line) => secrets.redact(line)) };
}
