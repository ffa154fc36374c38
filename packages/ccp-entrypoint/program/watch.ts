import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, getJson, getJsonLines, type ApiConnection } from './api.ts';
import type { Condition } from './condition.ts';

/** Times in milliseconds. */
export interface WatchTiming {
  /** A watch is ended and everything listed again after this long, so that a missed event costs at most this. */
  readonly relist: number;
  /** Pause after the first fault; doubled with each further one. */
  readonly firstRetry: number;
  readonly longestRetry: number;
}

/** Used in pods. */
export const defaultTiming: WatchTiming = { relist: 60_000, firstRetry: 250, longestRetry: 10_000 };

/** Gets the objects whenever they change, and every fault. */
export interface Observer {
  objects(objects: readonly unknown[]): void;
  fault(message: string): void;
}

interface ListAnswer {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly items?: readonly KubernetesObject[];
}

interface KubernetesObject {
  readonly metadata?: { readonly name?: string };
}

interface WatchEvent {
  readonly type?: string;
  readonly object?: KubernetesObject & { readonly code?: number; readonly message?: string };
}

/** Follows the objects of `condition` until `signal` is aborted. Faults are told and tried again, without limit. */
export async function follow(connection: ApiConnection, condition: Condition, timing: WatchTiming, observer: Observer, signal: AbortSignal): Promise<void> {
  let faults = 0;
  while (!signal.aborted) {
    const began = performance.now();
    try {
      await listAndWatch(connection, condition, timing, observer, signal);
      faults = 0;
    } catch (cause) {
      if (signal.aborted) return;
      if (performance.now() - began > timing.longestRetry) faults = 0;
      // An expired resource version (410) is no fault of anybody: listing again is the answer to it.
      if (!(cause instanceof ApiError && cause.status === 410)) observer.fault(faultText(condition, cause));
      await sleep(pause(timing, faults++), undefined, { signal }).catch(() => undefined);
    }
  }
}

async function listAndWatch(connection: ApiConnection, condition: Condition, timing: WatchTiming, observer: Observer, signal: AbortSignal): Promise<void> {
  // The server ends the watch by itself; the limit on our side is for connections that died silently.
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timing.relist + 10_000)]);
  const list = (await getJson(connection, url(condition), limited)) as ListAnswer;
  const objects = new Map((list.items ?? []).map((item) => [nameOf(item), item]));
  observer.objects([...objects.values()]);
  const watch = {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: list.metadata?.resourceVersion ?? '',
    timeoutSeconds: String(Math.ceil(timing.relist / 1000)),
  };
  for await (const line of getJsonLines(connection, url(condition, watch), limited)) {
    if (apply(objects, line as WatchEvent)) observer.objects([...objects.values()]);
  }
}

/** Brings `objects` up to date; whether the event was about an object. Throws {@link ApiError} for an error event. */
function apply(objects: Map<string, KubernetesObject>, { type, object = {} }: WatchEvent): boolean {
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      objects.set(nameOf(object), object);
      return true;
    case 'DELETED':
      objects.delete(nameOf(object));
      return true;
    case 'ERROR':
      throw new ApiError(object.code ?? 0, object.message ?? 'the API ended the watch');
    default:
      return false;
  }
}

function nameOf(object: KubernetesObject): string {
  return object.metadata?.name ?? '';
}

function url({ path, selector: [name, value] }: Condition, query: Readonly<Record<string, string>> = {}): string {
  return `${path}?${new URLSearchParams({ [name]: value, ...query })}`;
}

/** Doubled each time, and spread so that the pods of a namespace do not come back all at once. */
function pause({ firstRetry, longestRetry }: WatchTiming, faults: number): number {
  return Math.min(longestRetry, firstRetry * 2 ** faults) * (0.5 + Math.random() / 2);
}

function faultText({ resource }: Condition, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const status = cause instanceof ApiError ? cause.status : 0;
  if (status === 403) return `the service account of this pod needs get, list and watch on ${resource}: ${message}`;
  if (status === 401) return `the token of this pod is refused: ${message}`;
  return message;
}
