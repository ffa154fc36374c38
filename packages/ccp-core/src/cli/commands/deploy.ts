import type { ClusterConnection } from '../../definition/index.ts';
import { CcpError, exitCode, throwAll } from '../../diagnostics/index.ts';
import { checkObjects } from '../../engine/check-objects.ts';
import { desiredObjects } from '../../engine/desired-objects.ts';
import type { LiveState } from '../../engine/live-state.ts';
import { planOf } from '../../plan/plan-selection.ts';
import type { ServicePlan } from '../../plan/service-plan.ts';
import { bearerOf, type RenderedService } from '../../render/index.ts';
import { printResult, type CommandRun, type WorkspaceCommand } from '../command.ts';
import { deployEnvironment, type DeployResult } from '../deploying.ts';
import { exportObjects, requireEmptyFolder, type Export } from '../exporting.ts';
import { requireOwnNamespace } from '../namespace.ts';
import { dependencyClosure, selectedServices } from '../service-selection.ts';
import { lockSources } from '../source-pins.ts';
import { findCluster } from '../tools.ts';
import { connect, inspect, type Inspection, type Workspace } from '../workspace.ts';
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
export const deployCommand: WorkspaceCommand = {
  name: 'deploy',
  summary: 'Deploy to the cluster of the environment; only what differs is touched',
  options: [
    { flags: '-c, --components <services...>', description: 'only these services; what they need must be among them or deployed already' },
    { flags: '--dry-run', description: 'ask the server what would come of it, show that, and change nothing; without a cluster what can be known without one' },
    { flags: '--export-dir <folder>', description: 'write what is applied as YAML, numbered in order; with --dry-run nothing is deployed' },
  ],
  details: `JSON: {environment, namespace, changed, services: [{service, action}], openrc, clouds, export}; openrc and clouds only where a service provides identity.
With --dry-run: what plan prints, and checked (objects that the server accepted), apply (the objects in order, secrets as references), export.
export: {directory, files, unresolved}. The folder must be new or empty. Secrets hold their values (mode 0600); those that do not exist before the first
deploy stay references and are named in unresolved: such an export is for reading. Jobs that are done are not applied again, so they are left out; key material
that lives in the cluster is never exported.`,
  run: runDeploy,
};

async function runDeploy(run: CommandRun): Promise<number> {
  const { session } = run.workspace;
  const names = new Set(selectedServices(session, (run.options['components'] as string[] | undefined) ?? []));
  const folder = run.options['exportDir'] as string | undefined;
  if (folder !== undefined) await requireEmptyFolder(folder);
  return run.options['dryRun'] === true ? dryRun(run, names, folder) : reallyDeploy(run, names, folder);
}

async function reallyDeploy(run: CommandRun, names: ReadonlySet<string>, folder: string | undefined): Promise<number> {
  const { workspace } = run;
  const connection = await ownConnection(workspace);
  // Of all services nothing can be missing.
  const all = names.size === workspace.session.bindings.size;
  if (!all) {
    await lockSources(workspace.session, workspace.adapters.host);
    requireNeeds(run, await inspect(workspace, await connect(workspace, connection)), names);
  }
  const result = await deployEnvironment(workspace, connection, all ? undefined : names);
  const report = reportOf(result);
  const written = folder === undefined ? undefined : await exportOf(result.inspection, names, folder);
  printResult(run, { ...report, export: written }, () => [outcome(report), ...exportLines(written)].join('\n'), report.services.map(({ service }) => service));
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
  return reportOf(await deployEnvironment(workspace, connection));
}

function reportOf({ plan, credentials }: DeployResult): DeployReport {
  return { environment: plan.environment, namespace: plan.namespace, changed: plan.changes, services: plan.services.map(({ service, action }) => ({ service, action })), ...credentials };
}

function outcome({ environment, changed, openrc }: DeployReport): string {
  if (!changed) return `Nothing to do: environment ${environment} is as configured.`;
  return `Environment ${environment} is deployed.${openrc === undefined ? '' : ` Credentials: ${openrc}`}`;
}

async function dryRun(run: CommandRun, names: ReadonlySet<string>, folder: string | undefined): Promise<number> {
  const { workspace } = run;
  const connection = await findCluster(await workspace.clusterSource());
  if (connection !== undefined) await requireOwnNamespace(workspace, connection);
  const inspection = await inspect(workspace, connection === undefined ? undefined : await connect(workspace, connection));
  requireNeeds(run, inspection, names);
  const { cluster, desired, live, secrets } = inspection;
  const plan = planOf(inspection.plan, names);
  const apply = desiredObjects(desired, live, names).map(({ object }) => object);
  const checked = cluster === undefined ? 0 : await checkObjects(cluster, apply, live, secrets);
  const written = folder === undefined ? undefined : await exportOf(inspection, names, folder);
  const shown = { ...plan, images: [], services: plan.services.filter((service) => service.action !== 'unchanged') };
  const lines = (): string[] => [describe(shown), ...(checked === 0 ? [] : [`The server accepts all ${checked} objects.`]), ...exportLines(written)];
  printResult(run, { ...plan, checked, apply, export: written }, () => lines().join('\n'), shown.services.map(({ service }) => service));
  return exitCode.ok;
}

function isDeployed(service: RenderedService, live: LiveState): boolean {
  const bearer = bearerOf(service);
  return bearer !== undefined && live.find(bearer) !== undefined;
}

/** What services need must be deployed with them or before. */
function requireNeeds(run: CommandRun, { live, desired }: Inspection, names: ReadonlySet<string>): void {
  const { session } = run.workspace;
  const deployed = new Set(desired.services.filter((service) => isDeployed(service, live)).map(({ service }) => service));
  throwAll(
    [...names].flatMap((name) => {
      const missing = [...dependencyClosure(session, [name])].filter((need) => !names.has(need) && !deployed.has(need)).sort();
      if (missing.length === 0) return [];
      return [new CcpError('USAGE', `${name} needs ${missing.join(', ')}, neither given nor deployed`, { where: { object: name }, hint: `Give these, too: -c ${[...names, ...missing].join(' ')}` })];
    }),
  );
}

function exportOf({ desired, live, secrets }: Inspection, names: ReadonlySet<string>, folder: string): Promise<Export> {
  return exportObjects(folder, desiredObjects(desired, live, names), secrets);
}

function exportLines(written: Export | undefined): string[] {
  if (written === undefined) return [];
  const { directory, files, unresolved } = written;
  const secrets = unresolved.length === 0 ? 'Secrets hold their values (mode 0600).' : `These secrets do not exist before the first deploy, so references stand for them: ${unresolved.join(', ')}.`;
  return [`Wrote ${files.length} files to ${directory}. ${secrets}`];
}
