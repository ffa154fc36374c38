import PQueue from 'p-queue';
import pRetry from 'p-retry';
import { shown, type EventSink } from '../definition/index.ts';
import { CcpError, type Where } from '../diagnostics/index.ts';
import type { FoundSource, SourceRequest, SourceStore } from './contracts.ts';
import { networkFault } from './failure-class.ts';

/** A source to be looked for. */
export interface SourceTask {
  readonly project: string;
  readonly request: SourceRequest;
  /** Place in the configuration, for faults. */
  readonly where: Where;
}

/** Options of {@link resolveSources}. */
export interface ResolveOptions {
  readonly events: EventSink;
  readonly signal: AbortSignal;
  /** Sources at once. Default: 4. */
  readonly width?: number;
  /** How often one is tried again after a network fault. Default: 3. */
  readonly retries?: number;
  /** Milliseconds before the first further try; grows threefold with each, with jitter. Default: 1000. */
  readonly retryDelayMs?: number;
}

/** What was found by project, and the fault of each that was not; one does not keep the others back. Throws INTERRUPTED and PREREQUISITE. */
export async function resolveSources(tasks: readonly SourceTask[], store: SourceStore, options: ResolveOptions): Promise<{ found: ReadonlyMap<string, FoundSource>; faults: readonly CcpError[] }> {
  const queue = new PQueue({ concurrency: options.width ?? 4 });
  const found = new Map<string, FoundSource>();
  const faults: CcpError[] = [];
  const one = async (task: SourceTask): Promise<void> => {
    try {
      found.set(task.project, await shown(options.events, { kind: 'setup', name: `source ${task.project}`, title: describe(task.request) }, (step) => resolveOne(task, store, options, step)));
    } catch (cause) {
      if (!(cause instanceof CcpError) || cause.code !== 'SOURCE_FAILED') throw cause;
      faults.push(placed(cause, task));
    }
  };
  await queue.addAll(tasks.map((task) => () => one(task)));
  return { found, faults };
}

function describe(request: SourceRequest): string {
  return request.kind === 'git' ? `${request.ref} of ${request.url}` : request.location;
}

function resolveOne({ request }: SourceTask, store: SourceStore, { signal, retries, retryDelayMs }: ResolveOptions, step: (text: string) => void): Promise<FoundSource> {
  return pRetry(() => store.resolve(request, signal), {
    retries: retries ?? 3,
    minTimeout: retryDelayMs ?? 1000,
    factor: 3,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => networkReason(error) !== undefined,
    onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
      const reason = networkReason(error);
      if (reason !== undefined && retriesLeft > 0) step(`network fault, try ${attemptNumber + 1} follows: ${reason}`);
    },
  });
}

function networkReason(error: Error): string | undefined {
  return error instanceof CcpError && error.code === 'SOURCE_FAILED' ? networkFault(error.evidence) : undefined;
}

function placed({ message, evidence, hint, cause }: CcpError, { project, where }: SourceTask): CcpError {
  return new CcpError('SOURCE_FAILED', `source of ${project}: ${message}`, { where, evidence, cause, ...(hint === undefined ? {} : { hint }) });
}
