import { exitCode } from '../../diagnostics/index.ts';
import { layFoundation } from '../bringing-up.ts';
import { printResult, type CommandRun, type WorkspaceCommand } from '../command.ts';
import { identityOf } from '../credentials.ts';
import { checkPlace, deployEnvironment } from '../deploying.ts';
import { modelsFor } from '../desired.ts';
import { requireOwnNamespace } from '../namespace.ts';
import { checkServiceOptions } from '../option-check.ts';
import { phaseClock, type PhaseTime } from '../phases.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { verificationMark } from '../../engine/verified.ts';
import { lockSources } from '../source-pins.ts';
import { verify, verifyThoroughly, type CheckResult } from '../verifying.ts';
import { connect, type Workspace } from '../workspace.ts';

/** What `ccp up` reports. */
export interface UpReport {
  readonly environment: string;
  /** False when there was nothing to do. */
  readonly changed: boolean;
  readonly seconds: number;
  readonly phases: readonly PhaseTime[];
  readonly images: { readonly built: number; readonly pulled: number; readonly present: number };
  readonly identityUrl: string;
  /** Files with credentials; absent when no service provides identity. */
  readonly openrc?: string;
  readonly clouds?: string;
  readonly kubeconfig: string;
  /** Whether the cloud was used as tenants do: after every change, until that has once succeeded. */
  readonly thorough: boolean;
  readonly checks: readonly CheckResult[];
}

/** `ccp up`: everything from nothing to a cloud that answers. */
export const upCommand: WorkspaceCommand = {
  name: 'up',
  summary: 'Make the cluster, build every image, deploy and verify; continues what an interrupted run left',
  details: `After a change the cloud is verified as by ccp verify, and at every run until that has once succeeded; else with a token only.
  JSON: {environment, changed, seconds, phases: [{phase, seconds}], images: {built, pulled, present}, identityUrl, openrc, clouds, kubeconfig, thorough,
  checks: [{check, finding, seconds, steps: [{step, finding, seconds}]}]}. Phases may overlap; thorough: whether it was verified as by ccp verify.`,
  run: runUp,
};

async function runUp(run: CommandRun): Promise<number> {
  const report = await bringUp(run.workspace);
  printResult(run, report, () => page(report));
  return exitCode.ok;
}

/** Makes cluster, images and cloud, and verifies them. Throws the faults of locking sources, of building, of the cluster, of deploying and VERIFY_FAILED. */
export async function bringUp(workspace: Workspace): Promise<UpReport> {
  const began = performance.now();
  const clock = phaseClock(workspace.session.options.events);
  const source = await workspace.clusterSource();
  // Known before minutes of building, when the cluster is there already.
  if (source.kind === 'existing') await checkPlace(workspace, source.connection);
  await lockSources(workspace.session, workspace.adapters.host);
  // What the images that are there already can tell; deploying checks the others.
  await checkServiceOptions(workspace, modelsFor(workspace.session, []));
  const { report, connection } = await layFoundation(workspace, source, clock);
  await requireOwnNamespace(workspace, connection);
  const cluster = await connect(workspace, connection);
  const { core, namespace } = workspace.session.configuration;
  const mark = verificationMark(cluster, core.environment.name, namespace);
  const count = (outcome: string): number => report.images.filter((image) => image.outcome === outcome).length;
  const [built, pulled] = [count('built'), count('pulled')];
  const foundationChanged = built + pulled > 0 || connection.changed;
  // Deploying clears it for its own changes.
  if (foundationChanged) await mark.clear();
  const { plan, credentials, inspection } = await clock.run('deploy', 'Deploying (1 to 3 minutes on a new cluster)', () => deployEnvironment(workspace, connection));
  const secrets = await readSecrets(cluster, namespace);
  const thorough = !(await mark.isSet());
  const checks = await clock.run('verify', thorough ? 'Verifying as a tenant would (1 minute)' : 'Verifying with a real token', () =>
    thorough ? verifyThoroughly(workspace, inspection.models, secrets, mark) : verify(workspace, inspection.models, secrets, { thorough }),
  );
  return {
    environment: plan.environment,
    changed: foundationChanged || plan.changes,
    seconds: Math.round((performance.now() - began) / 10) / 100,
    phases: clock.times,
    images: { built, pulled, present: count('present') },
    identityUrl: identityOf(inspection.models)?.publicUrl ?? '',
    ...credentials,
    kubeconfig: connection.kubeconfig,
    thorough,
    checks,
  };
}

/** What came of it, in one line. */
function outcome({ environment, changed, thorough, seconds }: UpReport): string {
  if (changed) return `Environment ${environment} is up (${seconds.toFixed(0)} s).`;
  if (thorough) return `Environment ${environment} is as configured, and verified now (${seconds.toFixed(0)} s).`;
  return `Nothing to do: environment ${environment} is up and as configured (${seconds.toFixed(1)} s).`;
}

function page(report: UpReport): string {
  return [
    outcome(report),
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
