import { buildStepMark } from 'ccp-core';
import type Docker from 'dockerode';
import { z } from 'zod';

/** What `GET /system/df` tells of a record. `Parent` until API 1.41, `Parents` since 1.42. */
const recordSchema = z.object({ ID: z.string(), Description: z.string(), Parent: z.string().optional(), Parents: z.array(z.string()).nullish() });
const usageSchema = z.object({ BuildCache: z.array(recordSchema).nullish() });

/** A record of an engine's build cache. */
export type CacheRecord = z.output<typeof recordSchema>;

/** Ids of records. */
export interface CacheShares {
  /** Of ccp's builds, each before those that it rests on. */
  readonly own: readonly string[];
  /** Of which nothing tells whose they are: copies into an empty image, and files that were sent. */
  readonly unclaimed: readonly string[];
}

/** Removes what builds of ccp left in the engine's build cache, and returns of how many records nothing tells whose they are. */
export async function pruneOwnCache(docker: Docker): Promise<number> {
  const { own, unclaimed } = sharesOf(usageSchema.parse(await docker.df()).BuildCache ?? []);
  // The engine keeps what other builds rest on, and what rests on it must go first.
  for (const id of own) await pruneRecord(docker, id);
  return unclaimed.length;
}

/** Steps tell what they ran, and those of ccp bear a mark. Theirs is also what was copied onto them, and what lies below them. */
export function sharesOf(records: readonly CacheRecord[]): CacheShares {
  const byId = new Map(records.map((record) => [record.ID, record]));
  const lineage = (record: CacheRecord): CacheRecord[] => [record, ...parentsOf(record).flatMap((id) => byId.get(id) ?? []).flatMap(lineage)];
  const lines = records.map(lineage);
  const own = new Set(lines.filter((line) => line.some(isOwnStep)).flat());
  const unclaimed = lines.filter(([record, ...rest]) => record !== undefined && !own.has(record) && ![record, ...rest].some(isStep));
  const heights = new Map(lines.map((line) => [line[0], line.length]));
  return {
    own: [...own].sort((a, b) => (heights.get(b) ?? 0) - (heights.get(a) ?? 0)).map(({ ID }) => ID),
    unclaimed: unclaimed.flatMap(([record]) => record?.ID ?? []),
  };
}

function isOwnStep({ Description }: CacheRecord): boolean {
  return Description.includes(buildStepMark);
}

function isStep({ Description }: CacheRecord): boolean {
  return /\bfrom exec\b/.test(Description);
}

function parentsOf({ Parents, Parent = '' }: CacheRecord): readonly string[] {
  return Parents ?? [Parent];
}

interface Modem {
  dial(request: object, done: (fault: Error | null) => void): void;
}

/** dockerode's own method knows no filter, and the engine takes one id at a time. */
async function pruneRecord(docker: Docker, id: string): Promise<void> {
  const request = { path: '/build/prune?', method: 'POST', options: { all: true, filters: { id: [id] } }, statusCodes: { 200: true, 500: 'server error' } };
  await new Promise<void>((resolve, reject) => (docker.modem as Modem).dial(request, (fault) => (fault === null ? resolve() : reject(fault))));
}
