import { CcpError, nearest, throwAll } from '../diagnostics/index.ts';
import { isPlainObject } from '../config/merge.ts';
import { canonicalJson } from './hash.ts';
import { jobLabel } from './labels.ts';
import type { ObjectPatch } from './model.ts';
import { objectId, type KubeObject } from './object.ts';

/** Fields that ccp finds, selects and keeps its objects by. */
const ownFields = [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace'], ['spec', 'selector']] as const;
const ownLabels = [['metadata', 'labels'], ['spec', 'template', 'metadata', 'labels']] as const;
const ownPrefix = /^(app\.kubernetes\.io|ccp\.io)\//;

/**
 * Lays the patches of a service over its objects. Throws CONFIG_INVALID, all in one: a patch that matches no object, that names a Secret (which
 * is named by its content), or that changes a name, a namespace, a selector or a label of ccp.
 */
export function patchObjects(objects: readonly KubeObject[], patches: readonly ObjectPatch[]): KubeObject[] {
  throwAll(patches.flatMap((patch) => matchFault(objects, patch) ?? []));
  const patched = objects.map((object) => patches.filter((patch) => matches(object, patch)).reduce(applyPatch, { object, faults: [] }));
  throwAll(patched.flatMap(({ faults }) => faults));
  return patched.map(({ object }) => object);
}

/** Whether the configuration changes this object. */
export function isPatched(object: KubeObject, patches: readonly ObjectPatch[]): boolean {
  return patches.some((patch) => matches(object, patch));
}

function matches(object: KubeObject, { kind, name }: ObjectPatch): boolean {
  return object.kind === kind && kind !== 'Secret' && (name === undefined || nameOf(object) === name || object.metadata.name === name);
}

/** Of a Job its name in the package: the object's own holds a hash. */
function nameOf(object: KubeObject): string {
  return (object.kind === 'Job' ? object.metadata.labels?.[jobLabel] : undefined) ?? object.metadata.name;
}

function matchFault(objects: readonly KubeObject[], patch: ObjectPatch): CcpError | undefined {
  if (objects.some((object) => matches(object, patch))) return undefined;
  const known = objects.filter(({ kind }) => kind !== 'Secret').map((object) => `${object.kind} ${nameOf(object)}`);
  const wanted = [patch.kind, patch.name].filter((part) => part !== undefined).join(' ');
  const near = nearest(wanted, [...known, ...known.map((id) => id.replace(/ .*/, ''))]);
  const hint = near === undefined ? `Objects of the service: ${[...new Set(known)].join(', ')}. Files are changed through "files".` : `Did you mean "${near}"?`;
  return new CcpError('CONFIG_INVALID', `the patch matches no object: ${wanted}`, { where: patch.where, hint });
}

interface Patched {
  readonly object: KubeObject;
  readonly faults: readonly CcpError[];
}

function applyPatch({ object, faults }: Patched, patch: ObjectPatch): Patched {
  const changed = mergePatch(object, patch.patch) as KubeObject;
  const broken = [...ownFields.filter((path) => canonicalJson({ at: at(object, path) }) !== canonicalJson({ at: at(changed, path) })), ...ownLabels.filter((path) => losesLabel(at(object, path), at(changed, path)))];
  const more = broken.map((path) => new CcpError('CONFIG_INVALID', `the patch of ${objectId(object)} changes ${path.join('.')}, by which ccp knows its objects`, { where: patch.where, hint: 'Leave it out of the patch; labels of your own may be added.' }));
  return { object: more.length === 0 ? changed : object, faults: [...faults, ...more] };
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isPlainObject(inner) ? inner[key] : undefined), value);
}

function losesLabel(before: unknown, after: unknown): boolean {
  if (!isPlainObject(before)) return false;
  return Object.entries(before).some(([label, value]) => ownPrefix.test(label) && (!isPlainObject(after) || after[label] !== value));
}

/**
 * Merge patch (RFC 7386), with one addition: a list of maps that all bear a name of their own (of volume mounts the path) is merged by it; an
 * item with `$patch: delete` is taken out. `field`: name of the list that the value stands in.
 */
export function mergePatch(target: unknown, patch: unknown, field = ''): unknown {
  if (Array.isArray(patch)) return mergeList(Array.isArray(target) ? target : [], patch, field === 'volumeMounts' ? 'mountPath' : 'name');
  if (!isPlainObject(patch)) return patch;
  const merged: Record<string, unknown> = isPlainObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value, key);
  }
  return merged;
}

function mergeList(target: readonly unknown[], patch: readonly unknown[], key: string): unknown[] {
  if (patch.length === 0 || !isKeyed(target, key) || !isKeyed(patch, key)) return [...patch];
  const given = new Map(patch.map((item) => [item[key], item]));
  const kept = target.map((item) => (given.has(item[key]) ? mergePatch(item, given.get(item[key])) : item));
  const added = patch.filter((item) => !target.some((other) => other[key] === item[key]));
  return [...kept, ...added].filter((item) => !isPlainObject(item) || item['$patch'] !== 'delete');
}

function isKeyed(list: readonly unknown[], key: string): list is readonly Record<string, unknown>[] {
  const keys = list.map((item) => (isPlainObject(item) ? item[key] : undefined));
  return keys.every((value) => typeof value === 'string') && new Set(keys).size === keys.length;
}
