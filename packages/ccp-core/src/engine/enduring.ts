import pRetry from 'p-retry';
import type { EventSink } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi } from './cluster-contract.ts';

/** How long after its last silence an API server may still be starting. */
const startingMs = 20_000;

/** How {@link enduring} goes on while the API server is away. */
export interface Endurance {
  readonly events: EventSink;
  /** Ends the waiting, as Ctrl-C does. */
  readonly signal: AbortSignal;
  /** Seconds that one call may wait for an answer. Default: 120; an API server of one control plane is back in 10 to 60 s. */
  readonly limitSeconds?: number;
  /** Milliseconds before the first further try; doubled up to 16 times as many. Default: 250. */
  readonly firstDelayMs?: number;
}

/**
 * The cluster, but a call that gets no answer (CLUSTER_UNREACHABLE: the API server restarts, the connection is lost) is made again
 * until it does. Every call can be made twice: what is applied, created and removed is named, and replacing is compare-and-swap.
 */
export function enduring(cluster: ClusterApi, endurance: Endurance): ClusterApi {
  const outage = new Outage();
  const lasting =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    (...given: A): Promise<R> =>
      persist(() => call(...given), outage, endurance);
  return {
    ...cluster,
    may: lasting(cluster.may),
    nodes: lasting(cluster.nodes),
    labelNode: lasting(cluster.labelNode),
    get: lasting(cluster.get),
    list: lasting(cluster.list),
    apply: lasting(cluster.apply),
    create: lasting(cluster.create),
    replace: lasting(cluster.replace),
    remove: lasting(cluster.remove),
    podLog: lasting(cluster.podLog),
    exec: lasting(cluster.exec),
    view: lasting(cluster.view),
  };
}

/** When the API server was last away, as any call saw it. */
class Outage {
  #seen = Number.NEGATIVE_INFINITY;

  /** Whether a call that failed so can work when it is made again. */
  passes(error: unknown): boolean {
    const code = error instanceof CcpError ? error.code : undefined;
    if (code === 'CLUSTER_UNREACHABLE') this.#seen = performance.now();
    // While it starts it refuses everybody, until it has read the roles.
    return code === 'CLUSTER_UNREACHABLE' || (code === 'CLUSTER_FORBIDDEN' && performance.now() - this.#seen < startingMs);
  }
}

function persist<R>(call: () => Promise<R>, outage: Outage, { events, signal, limitSeconds = 120, firstDelayMs = 250 }: Endurance): Promise<R> {
  return pRetry(call, {
    signal,
    retries: Number.POSITIVE_INFINITY,
    minTimeout: firstDelayMs,
    maxTimeout: firstDelayMs * 16,
    maxRetryTime: limitSeconds * 1000,
    shouldRetry: ({ error }) => outage.passes(error),
    onFailedAttempt: ({ error, attemptNumber }) => {
      if (attemptNumber === 2) events({ type: 'message', level: 'warning', text: `${error.message}; trying again for ${limitSeconds} s` });
    },
  });
}
