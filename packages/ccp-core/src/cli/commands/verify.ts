import { exitCode } from '../../diagnostics/index.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { verificationMark } from '../../engine/verified.ts';
import { printResult, type CommandRun, type WorkspaceCommand } from '../command.ts';
import { modelsFor } from '../desired.ts';
import { table } from '../table.ts';
import { verifyThoroughly, type CheckResult } from '../verifying.ts';
import { requireCluster } from '../workspace.ts';

/** `ccp verify`: uses the deployed cloud as tenants do. */
export const verifyCommand: WorkspaceCommand = {
  name: 'verify',
  summary: 'Use the deployed cloud as tenants do, from a token to an instance, and remove everything again',
  details: `What an interrupted run left is removed first. JSON: {environment, ok, checks: [{check, finding, seconds, steps: [{step, finding, seconds}]}]}.
Exit 1 at the first check that fails.`,
  run: runVerify,
};

async function runVerify(run: CommandRun): Promise<number> {
  const { workspace } = run;
  const { configuration } = workspace.session;
  const cluster = await requireCluster(workspace);
  const models = modelsFor(workspace.session, await cluster.nodes());
  const { name } = configuration.core.environment;
  const mark = verificationMark(cluster, name, configuration.namespace);
  const checks = await verifyThoroughly(workspace, models, await readSecrets(cluster, configuration.namespace), mark);
  printResult(run, { environment: name, ok: true, checks }, () => page(checks));
  return exitCode.ok;
}

function page(checks: readonly CheckResult[]): string {
  const rows = checks.flatMap(({ check, finding, seconds, steps }) => [
    [check, '', seconds.toFixed(1), finding],
    ...steps.map((step) => ['', step.step, step.seconds.toFixed(1), step.finding]),
  ]);
  return table(['CHECK', 'STEP', 'SECONDS', 'FINDING'], rows);
}
