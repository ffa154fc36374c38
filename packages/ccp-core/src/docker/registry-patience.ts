import pRetry from 'p-retry';
import { CcpError } from '../diagnostics/index.ts';
import type { RegistryQuestion } from '../engine/contracts.ts';

/**
 * Makes a call to a registry again, four times in 4 s, while it gives no answer: a connection that was cut says nothing about the next. Where the
 * answer can be done without, once only, and not when the time was up. Throws what the call throws; when the signal ended it INTERRUPTED, or the
 * signal's reason where that is a CcpError.
 */
export async function withPatience<R>(call: () => Promise<R>, { signal, optional = false }: RegistryQuestion = {}): Promise<R> {
  const isWorthIt = (error: Error): boolean => isSilence(error) && !(optional && isTimeout(error.cause));
  try {
    return await pRetry(call, { signal, retries: optional ? 1 : 4, minTimeout: 250, shouldRetry: ({ error }) => isWorthIt(error) });
  } catch (fault) {
    if (signal?.aborted === true && (isSilence(fault) || !(fault instanceof CcpError))) throw interruption(signal);
    throw fault;
  }
}

function isSilence(fault: unknown): boolean {
  return fault instanceof CcpError && fault.code === 'REGISTRY_UNREACHABLE';
}

function isTimeout(cause: unknown): boolean {
  return (cause as { readonly name?: unknown } | undefined)?.name === 'TimeoutError';
}

function interruption({ reason }: AbortSignal): CcpError {
  return reason instanceof CcpError ? reason : new CcpError('INTERRUPTED', 'stopped while using a registry', { hint: 'Run the same command again; it continues.', cause: reason });
}
