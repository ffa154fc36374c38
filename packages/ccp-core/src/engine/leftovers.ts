import { isFinished, keptObjects } from '../plan/service-plan.ts';
import { contentLabel, jobLabel, objectId } from '../render/index.ts';
import type { LiveObject } from './cluster-contract.ts';
import type { LiveState } from './live-state.ts';
import type { Desired } from './desired.ts';

/**
 * Objects of the environment that nothing wants any more. Never key material, never claims, and never a Job or config object that
 * is named by a daemon's pod, by a revision (for the way back), or by a Job that is itself wanted or so named.
 */
export function leftovers({ services, environmentObjects }: Pick<Desired, 'services' | 'environmentObjects'>, live: LiveState): LiveObject[] {
  const kept = keptObjects(services, environmentObjects);
  const references = referencesOf(live, kept);
  return live.objects.filter((object) => !kept.has(objectId(object)) && isPrunable(object) && !isNamed(object, references));
}

/** False for what gets out of use by itself as old revisions go: a config object, a finished Job. */
export function countsAsChange(leftover: LiveObject): boolean {
  return leftover.kind !== 'Secret' && !(leftover.kind === 'Job' && isFinished(leftover));
}

/** All that names are looked up in, as text. */
function referencesOf(live: LiveState, kept: ReadonlySet<string>): string {
  const jobs = live.objects.filter((object) => object.kind === 'Job');
  let used = new Set(jobs.filter((job) => kept.has(objectId(job))));
  for (;;) {
    const text = [...usersWith(live, used), ...used].map((object) => JSON.stringify([object['spec'], object['data']])).join('\n');
    // A Job may wait for another, so each that is found to be in use may name further ones.
    const found = new Set(jobs.filter((job) => used.has(job) || isNamed(job, text)));
    if (found.size === used.size) return text;
    used = found;
  }
}

/** Pods of a Job, finished or not, count as long as their Job does; a Job must not keep itself alive by them. */
function usersWith(live: LiveState, jobs: ReadonlySet<LiveObject>): LiveObject[] {
  const names = new Set([...jobs].map((job) => job.metadata.name));
  return live.users.filter((user) => {
    const job = user.metadata.labels?.['batch.kubernetes.io/job-name'];
    return job === undefined || names.has(job);
  });
}

function isPrunable(object: LiveObject): boolean {
  return object.kind !== 'Secret' || object.metadata.labels?.[contentLabel] === 'config';
}

function isNamed(object: LiveObject, references: string): boolean {
  const guarded = object.kind === 'Secret' || object.metadata.labels?.[jobLabel] !== undefined;
  return guarded && references.includes(object.metadata.name);
}
