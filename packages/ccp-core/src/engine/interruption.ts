import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi } from './cluster-contract.ts';

/** Throws when `signal` is aborted: its reason where that is a CcpError (the lease was lost), else INTERRUPTED. `doing`: for the message. */
export function refuseWhenStopped(signal: AbortSignal, doing: string): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof CcpError) throw signal.reason;
  throw new CcpError('INTERRUPTED', `stopped while ${doing}`, { hint: 'Run the same command again; it continues.' });
}

/** The cluster, but from the moment that `signal` aborts nothing is changed any more: see {@link refuseWhenStopped}. */
export function stoppable(cluster: ClusterApi, signal: AbortSignal): ClusterApi {
  const guarded =
    <A extends unknown[], R>(work: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      refuseWhenStopped(signal, 'changing the environment');
      return work(...given);
    };
  return {
    ...cluster,
    labelNode: guarded(cluster.labelNode),
    apply: guarded(cluster.apply),
    create: guarded(cluster.create),
    replace: guarded(cluster.replace),
    remove: guarded(cluster.remove),
  };
}
