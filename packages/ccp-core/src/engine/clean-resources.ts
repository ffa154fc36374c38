import { shown, type CloudResource, type CloudSession, type EventSink, type ResourceCleaner } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { findCycle, topological } from '../graph/index.ts';
import { refuseWhenStopped } from './interruption.ts';

/** What one cleaner found. */
export interface FoundResources {
  readonly cleaner: ResourceCleaner;
  /** Why it has nothing to do; undefined when it was asked. */
  readonly skipped: string | undefined;
  readonly resources: readonly CloudResource[];
}

/** Asks every cleaner what is there, in the order in which it would be deleted; changes nothing. Throws CATALOG_INVALID for cleaners that wait for each other. */
export async function findResources(cleaners: readonly ResourceCleaner[], cloud: CloudSession, signal: AbortSignal): Promise<FoundResources[]> {
  const found: FoundResources[] = [];
  for (const cleaner of ordered(cleaners)) {
    refuseWhenStopped(signal, 'listing resources');
    const missing = cloud.endpoint(cleaner.endpoint) === undefined;
    found.push({ cleaner, skipped: missing ? `the catalog has no endpoint of type ${cleaner.endpoint}` : undefined, resources: missing ? [] : await cleaner.list(cloud, signal) });
  }
  return found;
}

/** Deletes what was found, cleaner by cleaner. The first that fails ends it: what comes later may need what is left. */
export async function removeResources(found: readonly FoundResources[], cloud: CloudSession, events: EventSink, signal: AbortSignal): Promise<void> {
  for (const { cleaner, resources } of found) {
    if (resources.length === 0) continue;
    refuseWhenStopped(signal, `deleting ${cleaner.name}`);
    await shown(events, { kind: 'check', name: cleaner.name, title: `deleting ${resources.length}: ${cleaner.title}` }, (step) => cleaner.remove(cloud, resources, { signal, step }));
  }
}

function ordered(cleaners: readonly ResourceCleaner[]): ResourceCleaner[] {
  const byName = new Map(cleaners.map((cleaner) => [cleaner.name, cleaner]));
  const edges = new Map(cleaners.map(({ name, after = [] }) => [name, after.filter((other) => byName.has(other))]));
  const cycle = findCycle(edges);
  if (cycle !== undefined) throw new CcpError('CATALOG_INVALID', `cleaners wait for each other: ${cycle.join(' -> ')}`, { hint: 'Remove one of these names from "after".' });
  return topological(edges).flatMap((name) => byName.get(name) ?? []);
}
