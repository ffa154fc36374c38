import { isPlainObject } from '../config/merge.ts';
import { bearerOf, configAnnotation, contractAnnotation, objectId, overridesAnnotation, workloadsOf, type KubeObject, type RenderedJob, type RenderedService } from '../render/index.ts';
import { diffObjects, diffValues, type FieldChange } from './diff.ts';

/** What will be done with one object. `recreate`: a failed Job is deleted and made again. */
export type ObjectAction = 'create' | 'update' | 'recreate' | 'unchanged';

/** One object of a plan. */
export interface ObjectPlan {
  readonly kind: string;
  readonly name: string;
  readonly action: ObjectAction;
  /** Fields that differ; empty for objects that are created and for Secrets. */
  readonly changes: readonly FieldChange[];
}

/** One job of a plan. */
export interface JobPlan {
  readonly job: string;
  readonly name: string;
  readonly action: 'run' | 'done';
}

/** One service of a plan; plain data, no secret values. */
export interface ServicePlan {
  readonly service: string;
  readonly title: string;
  readonly action: 'create' | 'update' | 'unchanged';
  /** Services that must be ready first. */
  readonly dependsOn: readonly string[];
  /** Configuration keys that differ from what is deployed, `services.<name>.config.<key>` and what else stands in `services.<name>`. */
  readonly configKeys: readonly FieldChange[];
  readonly objects: readonly ObjectPlan[];
  readonly jobs: readonly JobPlan[];
  /** Pods that restart. */
  readonly restarts: readonly string[];
}

/** One label of a node that changes. */
export interface NodeLabelPlan {
  readonly node: string;
  readonly label: string;
  readonly action: 'add' | 'remove';
}

/** What deploying would do. */
export interface DeployPlan {
  readonly environment: string;
  readonly namespace: string;
  /** False when there is no cluster yet: then everything is `create`, and nothing was checked against a server. */
  readonly clusterReachable: boolean;
  /** Node labels to set, and those of this environment to take away because the node no longer has the role. */
  readonly nodeLabels: readonly NodeLabelPlan[];
  readonly objects: readonly ObjectPlan[];
  readonly services: readonly ServicePlan[];
  /** Objects that are deployed and no longer wanted; the next deploy removes them. */
  readonly prune: readonly { readonly kind: string; readonly name: string; readonly service?: string }[];
  /** Whether there is a reason to deploy. Config objects and finished Jobs that came out of use by themselves are none. */
  readonly changes: boolean;
}

/** A live object, or the server's answer to a dry run. */
export type Seen = Readonly<Record<string, unknown>> | undefined;

/** Plans an object whose content never changes under its name (config Secrets): there or not. */
export function planByName(object: KubeObject, live: Seen): ObjectPlan {
  return { kind: object.kind, name: object.metadata.name, action: live === undefined ? 'create' : 'unchanged', changes: [] };
}

/** Plans a Job: its name says what it does, so it runs once; one that has failed runs again. */
export function planJob(job: RenderedJob, live: Seen): { object: ObjectPlan; job: JobPlan } {
  const { kind } = job.object;
  const { name } = job.object.metadata;
  const action: ObjectAction = live === undefined ? 'create' : hasFailed(live) ? 'recreate' : 'unchanged';
  return { object: { kind, name, action, changes: [] }, job: { job: job.job, name, action: action === 'unchanged' && isComplete(live) ? 'done' : 'run' } };
}

/** Plans any other object from the live one and the result of a dry run of the apply. */
export function planByDiff(object: KubeObject, live: Seen, applied: Seen): ObjectPlan {
  const base = { kind: object.kind, name: object.metadata.name };
  if (live === undefined) return { ...base, action: 'create', changes: [] };
  const changes = diffObjects(live, applied);
  return { ...base, action: changes.length === 0 ? 'unchanged' : 'update', changes: object.kind === 'Secret' ? [] : changes };
}

/** Puts together what happens to one service. `find`: live objects; `pods`: names of daemon pods by the name of their workload. */
export function planService(service: RenderedService, objects: readonly ObjectPlan[], jobs: readonly JobPlan[], find: (object: KubeObject) => Seen, pods: ReadonlyMap<string, readonly string[]>): ServicePlan {
  const bearer = bearerOf(service);
  const workload = objects.find((object) => object.kind === bearer?.kind && object.name === service.service);
  const changed = objects.some((object) => object.action !== 'unchanged') || jobs.some((job) => job.action === 'run');
  const live = bearer === undefined ? undefined : find(bearer);
  const names = workloadsOf(service).map(({ metadata }) => metadata.name);
  const restarting = objects.filter(({ kind, name, changes }) => kind === bearer?.kind && names.includes(name) && changes.some((change) => change.path.startsWith('spec.template')));
  return {
    service: service.service,
    title: service.title,
    action: workload?.action === 'create' ? 'create' : changed ? 'update' : 'unchanged',
    dependsOn: service.dependsOn,
    configKeys: live === undefined ? [] : [...configChanges(service, live), ...overrideChanges(service, live), ...service.groups.flatMap((group) => groupChanges(group, find(group)))],
    objects,
    jobs,
    restarts: restarting.flatMap(({ name }) => pods.get(name) ?? []),
  };
}

/**
 * Keeps the pod-init image of the live workload, and how it is started, when neither its contract nor the version of its input has changed, so that a new
 * build of the entrypoint alone restarts nothing.
 */
export function keepPodInit(live: Seen, desired: KubeObject): KubeObject {
  const contract = (object: Seen): unknown => (object as KubeObject | undefined)?.metadata.annotations?.[contractAnnotation];
  const { image, args } = waitContainer(live) ?? {};
  if (image === undefined || contract(live) !== contract(desired) || inputVersion(live) !== inputVersion(desired)) return desired;
  const copy = structuredClone(desired) as KubeObject;
  for (const container of initContainers(copy)) if (container['name'] === 'wait') Object.assign(container, { image, args });
  return copy;
}

function initContainers(object: Seen): Record<string, unknown>[] {
  const spec = (object as { spec?: { template?: { spec?: { initContainers?: Record<string, unknown>[] } } } } | undefined)?.spec;
  return spec?.template?.spec?.initContainers ?? [];
}

function waitContainer(object: Seen): Record<string, unknown> | undefined {
  return initContainers(object).find((container) => container['name'] === 'wait');
}

function inputVersion(object: Seen): unknown {
  const variables = (waitContainer(object)?.['env'] ?? []) as readonly { readonly name: string; readonly value?: string }[];
  return (JSON.parse(variables.find(({ name }) => name === 'CCP_ENTRYPOINT')?.value ?? '{}') as { version?: unknown }).version;
}

function configChanges(service: RenderedService, live: Seen): FieldChange[] {
  const after: unknown = JSON.parse(JSON.stringify(service.config ?? {}));
  return diffValues(writtenConfig(live), after).map((change) => ({ ...change, path: `services.${service.service}.config.${change.path}` }));
}

/** Of nodes with a configuration of their own; none while their DaemonSet is new. */
function groupChanges(group: KubeObject, live: Seen): FieldChange[] {
  if (live === undefined) return [];
  return diffValues(writtenConfig(live), writtenConfig(group)).map((change) => ({ ...change, path: `${group.metadata.name}.config.${change.path}` }));
}

function writtenConfig(object: Seen): unknown {
  return JSON.parse((object as unknown as KubeObject).metadata.annotations?.[configAnnotation] ?? '{}');
}

/** Of files each option is one key; a file's name stands in quotes, as in `--set`. */
function overrideChanges({ service, overrides }: RenderedService, live: Seen): FieldChange[] {
  const before = JSON.parse((live as unknown as KubeObject).metadata.annotations?.[overridesAnnotation] ?? '{}') as Overrides;
  const after = JSON.parse(JSON.stringify(overrides)) as Overrides;
  const files = [...new Set([...Object.keys(before.files ?? {}), ...Object.keys(after.files ?? {})])].sort();
  const rest = ({ files: _, ...others }: Overrides): unknown => others;
  return [
    ...files.flatMap((file) => optionChanges(before.files?.[file], after.files?.[file], `services.${service}.files.'${file}'`)),
    ...diffValues(rest(before), rest(after), `services.${service}`),
  ];
}

/** Also of sections that are new or gone, one change for each option. */
function optionChanges(before: unknown, after: unknown, path: string): FieldChange[] {
  if (typeof before === 'string' || typeof after === 'string') return diffValues(before, after, path);
  const [from, to] = [optionsOf(before), optionsOf(after)];
  return diffValues(from, to).map((change) => ({ ...change, path: `${path}.${change.path}` }));
}

function optionsOf(file: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries((file ?? {}) as Record<string, Record<string, unknown>>).flatMap(([section, options]) => Object.entries(options).map(([option, value]) => [`${section}.${option}`, value])));
}

interface Overrides {
  readonly files?: Readonly<Record<string, unknown>>;
}

function conditionTrue(live: Seen, type: string): boolean {
  const status = live?.['status'];
  const conditions = isPlainObject(status) && Array.isArray(status['conditions']) ? (status['conditions'] as { type?: string; status?: string }[]) : [];
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}

function isComplete(live: Seen): boolean {
  return conditionTrue(live, 'Complete');
}

function hasFailed(live: Seen): boolean {
  return conditionTrue(live, 'Failed');
}

/** Whether a Job has ended, well or not. */
export function isFinished(live: Seen): boolean {
  return isComplete(live) || hasFailed(live);
}

/** `Kind name` of every object that the plan keeps. */
export function keptObjects(services: readonly RenderedService[], environment: readonly KubeObject[]): Set<string> {
  const all = services.flatMap((service) => [
    ...service.supports,
    ...workloadsOf(service),
    ...service.jobs.flatMap((job) => [job.object, ...(job.config === undefined ? [] : [job.config])]),
  ]);
  return new Set([...all, ...environment].map(objectId));
}
