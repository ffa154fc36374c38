import { exitCode } from '../../diagnostics/index.ts';
import type { ActionRun } from '../../engine/action-run.ts';
import { keptRuns, listRuns, selectRuns } from '../../engine/action-runs.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { age, table } from '../table.ts';
import { requireCluster } from '../workspace.ts';

/** `ccp action status`: runs and how far they are. */
export const actionStatusCommand: CoreCommand = {
  name: 'action status',
  summary: 'Show runs of actions: pending, running, succeeded, or failed and why',
  arguments: [{ flags: '[run...]', description: 'names of runs (default: all)' }],
  details: `JSON: [{run, action, component, service, state: pending|running|succeeded|failed|terminating, reason, started, ended, failures, parameters}], oldest
first; ended is absent while a run has not ended, failures counts tries. The newest ${keptRuns} runs of each action are kept.`,
  run: async (run: CommandRun) => {
    const { namespace } = run.workspace.session.configuration;
    const cluster = await requireCluster(run.workspace);
    const [runs, secrets] = await Promise.all([listRuns(cluster, namespace), readSecrets(cluster, namespace)]);
    const selected = selectRuns(runs, run.args).map((item) => ({ ...item.run, reason: secrets.redact(item.run.reason) }));
    printResult(run, selected, () => (selected.length === 0 ? 'No action has been run.' : runTable(selected)));
    return exitCode.ok;
  },
};

/** Runs as rows. */
export function runTable(runs: readonly ActionRun[]): string {
  const rows = runs.map((item) => [item.run, item.component, item.started === '' ? '-' : `${age(new Date(item.started))} ago`, item.state, String(item.failures), item.reason]);
  return table(['RUN', 'COMPONENT', 'STARTED', 'STATE', 'FAILED TRIES', 'REASON'], rows);
}
