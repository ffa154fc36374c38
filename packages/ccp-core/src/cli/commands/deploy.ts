import type { ClusterConnection } from '../../definition/index.ts';
import { CcpError, exitCode } from '../../diagnostics/index.ts';
import type { ServicePlan } from '../../plan/service-plan.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { deployEnvironment } from '../deploying.ts';
import { requireOwnNamespace } from '../namespace.ts';
import { findCluster } from '../tools.ts';
import { connect, inspect, type Workspace } from '../workspace.ts';
import { describe } from './plan.ts';

/** What `ccp deploy` reports. */
export interface DeployReport {
  readonly environment: string;
  readonly namespace: string;
  /** False when there was nothing to do. */
  readonly changed: boolean;
  readonly services: readonly { readonly service: string; readonly action: ServicePlan['action'] }[];
  /** Files with credentials; absent when no service provides identity. */
  readonly openrc?: string;
  readonly clouds?: string;
}

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
  const connection = await ownConnection(workspace);
  if (run.options['dryRun'] === true) {
    const { plan } = await inspect(workspace, await connect(workspace, connection));
    printResult(run, plan, () => describe({ ...plan, images: [], services: plan.services.filter((service) => service.action !== 'unchanged') }));
    return exitCode.ok;
  }
  const report = await deployTo(workspace, connection);
  printResult(run, report, () =>
    report.changed ? `Environment ${report.environment} is deployed.${report.openrc === undefined ? '' : ` Credentials: ${report.openrc}`}` : `Nothing to do: environment ${report.environment} is as configured.`,
  );
  return exitCode.ok;
}

/** Connection of the cluster that the environment has. Throws CLUSTER_MISSING, and CONFIG_INVALID when the namespace is somebody else's. */
export async function ownConnection(workspace: Workspace): Promise<ClusterConnection> {
  const connection = await findCluster(await workspace.clusterSource());
  if (connection === undefined) throw new CcpError('CLUSTER_MISSING', 'this environment has no cluster', { hint: 'ccp up makes one; or set kubernetes.kubeconfig.' });
  await requireOwnNamespace(workspace, connection);
  return connection;
}

/** Deploys what differs, and tells what that was. Throws what {@link deployEnvironment} throws. */
export async function deployTo(workspace: Workspace, connection: ClusterConnection): Promise<DeployReport> {
  const { plan, credentials } = await deployEnvironment(workspace, connection);
  return { environment: plan.environment, namespace: plan.namespace, changed: plan.changes, services: plan.services.map(({ service, action }) => ({ service, action })), ...credentials };
}
