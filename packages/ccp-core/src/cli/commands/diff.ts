import { exitCode } from '../../diagnostics/index.ts';
import type { FieldChange } from '../../plan/diff.ts';
import type { FileChange } from '../../plan/file-changes.ts';
import { planOf } from '../../plan/plan-selection.ts';
import type { DeployPlan, ObjectPlan, ServicePlan } from '../../plan/service-plan.ts';
import { printResult, type CommandRun, type WorkspaceCommand } from '../command.ts';
import { configDifferences } from '../config-differences.ts';
import { selectedServices } from '../service-selection.ts';
import { findCluster } from '../tools.ts';
import { connect, inspect, type Inspection } from '../workspace.ts';

/** One service in `ccp diff`. */
export interface ServiceDifference {
  readonly service: string;
  readonly action: ServicePlan['action'];
  readonly objects: readonly ObjectPlan[];
  readonly files: readonly FileChange[];
}

/** What `ccp diff` prints. */
export interface Difference extends Pick<DeployPlan, 'changes' | 'clusterReachable' | 'objects' | 'nodeLabels' | 'prune'> {
  readonly services: readonly ServiceDifference[];
}

/** `ccp diff`: field by field what deploy would change, including what was changed by hand. */
export const diffCommand: WorkspaceCommand = {
  name: 'diff',
  summary: 'Show, field by field, how what is deployed differs from what deploy would make of it; changes nothing',
  arguments: [{ flags: '[services...]', description: 'only these services' }],
  options: [{ flags: '--check', description: 'exit 3 when there is any difference' }],
  details: `What was changed by hand is shown as what deploy takes back. The server is asked (dry run); secret values are never shown, and of options that are
gone or hold a secret only that they differ.
JSON: {changes, clusterReachable, objects, nodeLabels, prune, services: [{service, action, objects: [{kind, name, action, changes: [{path, from, to}]}],
files: [{file, action: added|removed|changed, keys: [{path, from, to}], lines: [text]}]}]}. Only what differs is listed.`,
  run: runDiff,
};

async function runDiff(run: CommandRun): Promise<number> {
  const { workspace } = run;
  const names = selectedServices(workspace.session, run.args);
  const connection = await findCluster(await workspace.clusterSource());
  const inspection = await inspect(workspace, connection === undefined ? undefined : await connect(workspace, connection));
  const difference = differenceOf(inspection, new Set(names));
  printResult(run, difference, () => differenceLines(difference).join('\n'), difference.services.map(({ service }) => service));
  return difference.changes && run.options['check'] === true ? exitCode.changes : exitCode.ok;
}

function differenceOf(inspection: Inspection, names: ReadonlySet<string>): Difference {
  const { changes, clusterReachable, objects, nodeLabels, prune, services } = planOf(inspection.plan, names);
  const redacted = (object: ObjectPlan): ObjectPlan => ({ ...object, changes: object.changes.map((change) => redactedChange(change, inspection)) });
  const changed = (list: readonly ObjectPlan[]): ObjectPlan[] => list.filter(({ action }) => action !== 'unchanged').map(redacted);
  return {
    changes,
    clusterReachable,
    objects: changed(objects),
    nodeLabels,
    prune,
    services: services
      .filter(({ action }) => action !== 'unchanged')
      .map(({ service, action, objects: own }) => ({ service, action, objects: changed(own), files: filesOf(service, inspection) })),
  };
}

function filesOf(service: string, { models, desired, live, secrets }: Inspection): FileChange[] {
  const model = models.find(({ owner }) => owner.service === service);
  const rendered = desired.services.find((item) => item.service === service);
  return model === undefined || rendered === undefined ? [] : configDifferences(model, rendered, live, secrets);
}

/** Whoever changed an object by hand may have put a secret into it. */
function redactedChange(change: FieldChange, { secrets }: Inspection): FieldChange {
  return JSON.parse(secrets.redact(JSON.stringify(change))) as FieldChange;
}

function differenceLines({ changes, objects, nodeLabels, prune, services }: Difference): string[] {
  const lines = [
    ...nodeLabels.map(({ node, label, action }) => `Node ${node}: ${action} label ${label}`),
    ...objects.flatMap(objectLines),
    ...services.flatMap(serviceLines),
    ...prune.map(({ kind, name }) => `${kind} ${name}: remove`),
  ];
  return changes || lines.length > 0 ? lines : ['No differences.'];
}

function serviceLines({ service, action, objects, files }: ServiceDifference): string[] {
  return [`== ${service}: ${action}`, ...objects.flatMap(objectLines), ...files.flatMap(fileLines)];
}

function objectLines({ kind, name, action, changes }: ObjectPlan): string[] {
  return [`${kind} ${name}: ${action}`, ...changes.flatMap(fieldLines)];
}

function fileLines({ file, action, keys, lines }: FileChange): string[] {
  const secret = action === 'changed' && keys.length === 0 && lines.length === 0 ? ' (it holds secrets)' : '';
  return [`File ${file}: ${action}${secret}`, ...keys.flatMap(fieldLines), ...lines.map((line) => `  ${line}`)];
}

function fieldLines({ path, from, to }: FieldChange): string[] {
  return [`  ${path}`, ...(from === undefined ? [] : [`    - ${text(from)}`]), ...(to === undefined ? [] : [`    + ${text(to)}`])];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
