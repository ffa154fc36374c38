import { CcpError, exitCode, throwAll } from '../../diagnostics/index.ts';
import { listRuns, removeRun, selectRuns, type KnownRun } from '../../engine/action-runs.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { requireCluster } from '../workspace.ts';

/** `ccp action delete`: removes runs with their logs. */
export const actionDeleteCommand: CoreCommand = {
  name: 'action delete',
  summary: 'Delete runs with their pods, logs and configuration; one that is running is stopped',
  arguments: [{ flags: '<run...>', description: 'names of runs' }],
  details: 'JSON: {deleted: [run]}. All names are checked first; what could not be deleted is listed. A run that another ccp carries out is not deleted.',
  run: deleteRuns,
};

async function deleteRuns(run: CommandRun): Promise<number> {
  const { namespace } = run.workspace.session.configuration;
  const cluster = await requireCluster(run.workspace);
  const selected = selectRuns(await listRuns(cluster, namespace), [...new Set(run.args)]);
  const results = await Promise.allSettled(
    selected.map(async (known) => {
      refuseCarriedOut(known);
      await removeRun(cluster, namespace, known);
      return known.run.run;
    }),
  );
  const deleted = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  printResult(run, { deleted }, () => (deleted.length === 0 ? 'Nothing was deleted.' : `Deleted ${deleted.join(', ')}.`));
  throwAll(results.flatMap((result) => (result.status === 'rejected' ? [result.reason as CcpError] : [])));
  return exitCode.ok;
}

function refuseCarriedOut({ run, job }: KnownRun): void {
  if (job === undefined && run.state === 'running') throw new CcpError('DEPLOY_LOCKED', `${run.run} is being carried out by a ccp process`, { hint: 'Stop that process with Ctrl-C first, or wait for its end.' });
}
