import { exitCode, formatWhere } from '../../diagnostics/index.ts';
import type { ImagePlan } from '../../plan/image-node.ts';
import { isMissing } from '../../plan/image-offers.ts';
import type { OptionWarning } from '../../plan/option-check.ts';
import { planOf } from '../../plan/plan-selection.ts';
import type { DeployPlan, ServicePlan } from '../../plan/service-plan.ts';
import type { ServiceModel } from '../../render/index.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { checkServiceOptions } from '../option-check.ts';
import { podImages } from '../desired.ts';
import { onlyNeeded } from '../image-selection.ts';
import { selectedServices } from '../service-selection.ts';
import { findCluster } from '../tools.ts';
import { connect, inspect, type Workspace } from '../workspace.ts';

/** `ccp plan`: what build and deploy would do. */
export const planCommand: CoreCommand = {
  name: 'plan',
  summary: 'Show what build and deploy would do; changes nothing',
  options: [
    { flags: '-c, --components <services...>', description: 'only these services' },
    { flags: '--check', description: 'exit 3 when there is anything to do' },
    { flags: '--all', description: 'list what does not change, too' },
  ],
  details: `JSON: {environment, namespace, changes, clusterReachable, images: [{name, reference, action: build|pull|present|unneeded, reason}],
  nodeLabels: [{node, label, action: add|remove}], objects: [object],
  services: [{service, title, action: create|update|unchanged, dependsOn: [service], configKeys: [{path, from, to}], objects: [object],
              jobs: [{job, name, action: run|done}], restarts: [pod]}],
  prune: [{kind, name, service}], uncheckedOptions: [service], optionWarnings: [{text, where}]}.
  object: {kind, name, action: create|update|recreate|unchanged, changes: [{path, from, to}]}; those that the environment has once are beside the services.
  Of a value that a secret's key names (password, token) only that it changes is shown: *** for both. Without --all only what changes is listed.`,
  run: runPlan,
};

async function runPlan(run: CommandRun): Promise<number> {
  const view = await planEnvironment(run.workspace, run.options['all'] === true, run.options['components'] as string[] | undefined);
  printResult(run, view, () => describe(view), view.services.map(({ service }) => service));
  return view.changes && run.options['check'] === true ? exitCode.changes : exitCode.ok;
}

/** What build and deploy would do; changes nothing. `all`: also what does not change; `components`: only these services (default: all). Throws USAGE for unknown ones. */
export async function planEnvironment(workspace: Workspace, all: boolean, components: readonly string[] = []): Promise<PlanView> {
  const names = new Set(selectedServices(workspace.session, components));
  const connection = await findCluster(await workspace.clusterSource());
  const cluster = connection === undefined ? undefined : await connect(workspace, connection);
  const images = await workspace.imagesWithOffers();
  const { plan, models } = await inspect(workspace, cluster);
  const selected = models.filter(({ owner }) => names.has(owner.service));
  const options = await checkServiceOptions(workspace, selected);
  return { ...planView(imagesFor(workspace, images, selected, names), planOf(plan, names), all), uncheckedOptions: options.pending, optionWarnings: options.warnings };
}

/** All images, or, for some services only, those that their pods need. */
function imagesFor({ session }: Workspace, plan: ImagePlan, selected: readonly ServiceModel[], names: ReadonlySet<string>): ImagePlan {
  if (names.size === session.bindings.size) return plan;
  return onlyNeeded(plan, podImages(session, selected));
}

/** What `ccp plan` prints. */
export interface PlanView extends Omit<DeployPlan, 'services'> {
  readonly images: readonly { readonly name: string; readonly reference: string; readonly action: string; readonly reason: string }[];
  readonly services: readonly ServicePlan[];
  /** Services whose options are checked when their image is built. */
  readonly uncheckedOptions?: readonly string[];
  /** Options in use that are deprecated. */
  readonly optionWarnings?: readonly OptionWarning[];
}

function planView(images: ImagePlan, plan: DeployPlan, all: boolean): PlanView {
  const missing = images.images.filter(isMissing);
  const shown = all ? images.images : missing;
  return {
    ...plan,
    changes: plan.changes || missing.length > 0,
    images: shown.map(({ name, reference, action, reason }) => ({ name, reference, action, reason })),
    objects: plan.objects.filter((object) => all || object.action !== 'unchanged'),
    services: plan.services
      .filter((service) => all || service.action !== 'unchanged')
      .map((service) => (all ? service : { ...service, objects: service.objects.filter((object) => object.action !== 'unchanged') })),
  };
}

/** The plan in words. */
export function describe(view: PlanView): string {
  return [describeChanges(view), ...describeOptions(view)].join('\n');
}

function describeOptions({ uncheckedOptions = [], optionWarnings = [] }: PlanView): string[] {
  return [
    ...optionWarnings.map(({ text, where }) => `warning  ${formatWhere(where)}: ${text}`),
    ...(uncheckedOptions.length === 0 ? [] : [`The options of ${uncheckedOptions.join(', ')} are checked when the image is built, before anything is deployed.`]),
  ];
}

function describeChanges(view: PlanView): string {
  if (!view.changes) return [`Nothing to do: environment ${view.environment} is as configured.`, ...view.prune.map((object) => `${object.kind} ${object.name} is no longer used; the next deploy removes it.`)].join('\n');
  const lines = [
    ...(view.clusterReachable ? [] : ['There is no cluster yet: ccp up makes it; everything below was checked without it.']),
    ...view.images.map((image) => `image    ${image.name}: ${image.action} (${image.reason})`),
    ...view.nodeLabels.map(({ node, label, action }) => `node     ${node}: ${action} label ${label}`),
    ...view.services.flatMap(describeService),
    ...view.prune.map((object) => `remove   ${object.kind} ${object.name}`),
  ];
  return lines.join('\n');
}

function describeService(service: ServicePlan): string[] {
  return [
    `service  ${service.service}: ${service.action}`,
    ...service.configKeys.map((change) => `           ${change.path}: ${JSON.stringify(change.from)} -> ${JSON.stringify(change.to)}`),
    ...service.objects.filter((object) => object.action !== 'unchanged').map((object) => `           ${object.action} ${object.kind} ${object.name}${changed(object.changes.length)}`),
    ...service.jobs.filter((job) => job.action === 'run').map((job) => `           run job ${job.job}`),
    ...service.restarts.map((pod) => `           restarts pod ${pod}`),
  ];
}

function changed(fields: number): string {
  return fields === 0 ? '' : ` (${fields} field${fields === 1 ? '' : 's'})`;
}
