import { CcpError, exitCode } from '../../diagnostics/index.ts';
import { keptRuns, listRuns, readLog, selectRuns, type KnownRun } from '../../engine/action-runs.ts';
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
  const service = options['service'] as string | undefined;
  const wait = options['wait'] !== false;
  const name = await runAction(workspace, { action: definition, parameters, service, wait });
  const cluster = await requireCluster(workspace);
  const { namespace } = workspace.session.configuration;
  const [ended] = selectRuns(await listRuns(cluster, namespace), [name]);
  if (ended === undefined) return exitCode.failed;
  const secrets = await readSecrets(cluster, namespace);
  const log = wait ? (await readLog(cluster, namespace, ended, shownLines)).map((line) => secrets.redact(line)) : [];
  const told = { ...ended.run, reason: secrets.redact(ended.run.reason) };
  printResult(run, { ...told, log }, () => [runTable([told]), ...(log.length === 0 ? [] : ['', ...log]), ...(wait ? [] : [`Follow it with ccp action log ${name} -f.`])].join('\n'), [name]);
  if (told.state === 'failed') throw failure({ ...ended, run: told });
  return exitCode.ok;
}

function failure({ run }: KnownRun): CcpError {
  return new CcpError('ACTION_FAILED', `${run.run} failed: ${run.reason}`, { hint: `ccp action log ${run.run} shows its whole log.` });
}
