import { CcpError } from 'ccp-core';

/** The error that ends work after Ctrl-C. */
export function interrupted(): CcpError {
  return new CcpError('INTERRUPTED', 'Stopped while working on the local cluster.', { hint: 'The next `ccp cluster up` continues.' });
}

/** Throws INTERRUPTED when `signal` is aborted. */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted();
}
