import pRetry from 'p-retry';
import { CcpError } from '../diagnostics/index.ts';

/** Makes a call to a registry again, four times in 4 s, while it gives no answer: a connection that was cut says nothing about the next. */
export async function withPatience<R>(call: () => Promise<R>, signal?: AbortSignal): Promise<R> {
  return pRetry(call, { signal, retries: 4, minTimeout: 250, shouldRetry: ({ error }) => error instanceof CcpError && error.code === 'REGISTRY_UNREACHABLE' });
}
