import { exitCode } from '../../diagnostics/index.ts';
import { layFoundation } from '../bringing-up.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { identityOf } from '../credentials.ts';
import { deployEnvironment } from '../deploying.ts';
import { modelsFor } from '../desired.ts';
import { requireOwnNamespace } from '../namespace.ts';
import { checkServiceOptions } from '../option-check.ts';
import { phaseClock, type PhaseTime } from '../phases.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { verify, type CheckResult } from '../verifying.ts';
import { connect, type Workspace } from '../workspace.ts';

/** What `ccp up` reports. */
export interface UpReport {
  readonly environment: string;
  /** False when there was nothing to do. */
  readonly changed: boolean;
  readonly seconds: number;
  readonly phases: readonly PhaseTime[];
  readonly images: { readonly built: number; readonly present: number };
  readonly identityUrl: string;
  /** Files with credentials; absent when no service provides identity. */
  readonly openrc?: string;
  readonly clouds?: string;
  readonly kubeconfig: string;
  readonly checks: readonly CheckResult[];
}

/** `ccp up`: everything from nothing to a cloud that answers. */
export const upCommand: CoreCommand = {
  name: 'up',
  summary: 'Make the cluster, build every image, deploy and verify; continues what an interrupted run left',
  details: `JSON: {environment, changed, seconds, phases: [{phase, seconds}], images: {built, present}, identityUrl, openrc, clouds, kubeconfig,
  checks: [{check, finding, seconds}]}. Phases may overlap.`,
  run: runUp,
};

async function runUp(run: CommandRun): Promise<number> {
  const report = await bringUp(run.workspace);
  printResult(run, report, () => page(report));
  return exitCode.ok;
}

/** Makes cluster, images and cloud, and verifies them. Throws the faults of building, of the cluster, of deploying and VERIFY_FAILED. */
export async function bringUp(workspace: Workspace): Promise<UpReport> {
  const began = performance.now();
  const clock = phaseClock(workspace.session.options.events);
  const source = await workspace.clusterSource();
  // Known before minutes of building, when the cluster is there already.
  if (source.kind === 'existing') await requireOwnNamespace(workspace, source.connection);
  // What the images that are there already can tell; deploying checks the others.
  await checkServiceOptions(workspace, modelsFor(workspace.session, []));
  const { report, connection } = await layFoundation(workspace, source, clock);
  await requireOwnNamespace(workspace, connection);
  const { plan, credentials, inspection } = await clock.run('deploy', 'Deploying (1 to 2 minutes on a new cluster)', () => deployEnvironment(workspace, connection));
  const cluster = await connect(workspace, connection);
  const secrets = await readSecrets(cluster, plan.namespace);
  const built = report.images.filter((image) => image.outcome === 'built').length;
  const changed = built > 0 || connection.changed || plan.changes;
  const checks = await clock.run('verify', changed ? 'Verifying as a tenant would (1 minute)' : 'Verifying with a real token', () => verify(workspace, inspection.models, secrets, { thorough: changed }));
  return {
    environment: plan.environment,
    changed,
    seconds: Math.round((performance.now() - began) / 10) / 100,
    phases: clock.times,
    images: { built, present: report.images.length - built },
    identityUrl: identityOf(inspection.models)?.publicUrl ?? '',
    ...credentials,
    kubeconfig: connection.kubeconfig,
    checks,
  };
}

function page(report: UpReport): string {
  return [
    report.changed ? `Environment ${report.environment} is up (${report.seconds.toFixed(0)} s).` : `Nothing to do: environment ${report.environment} is up and as configured (${report.seconds.toFixed(1)} s).`,
    ...report.checks.map((check) => `  verified    ${check.finding}`),
    `  identity    ${report.identityUrl}`,
    ...(report.openrc === undefined ? [] : [`  openrc      ${report.openrc}`, `  clouds.yaml ${report.clouds}`]),
    `  kubeconfig  ${report.kubeconfig}`,
    '',
    'Try next:',
    '  npx ccp status          (with links to APIs and dashboard)',
    '  npx ccp openstack token issue',
    '  npx ccp kubectl get pods -A',
    '  npx ccp plan --set services.keystone.config.tokenExpiration=1800',
    '  npx ccp down',
  ].join('\n');
}
