import { CcpError, exitCode } from '../../diagnostics/index.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { deployEnvironment } from '../deploying.ts';
import { requireOwnNamespace } from '../namespace.ts';
import { findCluster } from '../tools.ts';
import { connect, inspect } from '../workspace.ts';
import { describe } from './plan.ts';

/** `ccp deploy`: brings the environment to what the configuration says. */
export const deployCommand: CoreCommand = {
  name: 'deploy',
  summary: 'Deploy to the cluster of the environment; only what differs is touched',
  options: [{ flags: '--dry-run', description: 'show what would be done, and do nothing' }],
  details: 'JSON: {environment, namespace, changed, services: [{service, action}], openrc, clouds}; the last two only where a service provides identity.',
  run: runDeploy,
};

async function runDeploy(run: CommandRun): Promise<number> {
  const { workspace } = run;
  const connection = await findCluster(await workspace.clusterSource());
  if (connection === undefined) throw new CcpError('CLUSTER_MISSING', 'this environment has no cluster', { hint: 'ccp up makes one; or set kubernetes.kubeconfig.' });
  await requireOwnNamespace(workspace, connection);
  if (run.options['dryRun'] === true) {
    const { plan } = await inspect(workspace, await connect(workspace, connection));
    printResult(run, plan, () => describe({ ...plan, images: [], services: plan.services.filter((service) => service.action !== 'unchanged') }));
    return exitCode.ok;
  }
  const { plan, credentials } = await deployEnvironment(workspace, connection);
  const result = { environment: plan.environment, namespace: plan.namespace, changed: plan.changes, services: plan.services.map(({ service, action }) => ({ service, action })), ...credentials };
  printResult(run, result, () =>
    plan.changes ? `Environment ${plan.environment} is deployed.${credentials === undefined ? '' : ` Credentials: ${credentials.openrc}`}` : `Nothing to do: environment ${plan.environment} is as configured.`,
  );
  return exitCode.ok;
}
