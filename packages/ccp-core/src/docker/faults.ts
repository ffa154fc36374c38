import { CcpError } from '../diagnostics/index.ts';

/** What docker-modem and sockets put on errors. */
interface EngineFault {
  readonly statusCode?: number;
  readonly code?: string;
  readonly message?: string;
  readonly json?: { readonly message?: string };
}

const unreachable = new Set(['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET', 'EPIPE']);

/** Status of the engine's answer; undefined when the error is none. */
export function statusOf(cause: unknown): number | undefined {
  return faultOf(cause).statusCode;
}

/**
 * The error as a CcpError: INTERRUPTED when `signal` ended it, ENGINE_UNREACHABLE when nobody answered, ENGINE_REFUSED
 * when the engine answered with an error.
 */
export function engineError(doing: string, cause: unknown, signal?: AbortSignal): CcpError {
  if (cause instanceof CcpError) return cause;
  if (signal?.aborted === true) return new CcpError('INTERRUPTED', `Stopped: ${doing}.`, { cause });
  const { statusCode, code, message, json } = faultOf(cause);
  if (statusCode === undefined && code !== undefined && unreachable.has(code)) return unreachableError(doing, code, cause);
  const text = json?.message ?? message ?? String(cause);
  return new CcpError('ENGINE_REFUSED', `The Docker engine refused: ${doing}.`, { evidence: [text.trim()], cause, ...hintFor(text) });
}

function unreachableError(doing: string, code: string, cause: unknown): CcpError {
  const denied = code === 'EACCES';
  const hint = denied ? 'Add your account to the group `docker` and log in again, or run as root.' : 'Start the engine, or let DOCKER_HOST name a running one.';
  return new CcpError('ENGINE_UNREACHABLE', `The Docker engine does not answer (${code}): ${doing}.`, { hint, cause });
}

/** What engines, and programs in builds, say when something is amiss that their user can mend, and what helps. */
const knownFaults: readonly (readonly [RegExp, string])[] = [
  // A second engine with default settings removes the bridge of the first one.
  [/could not find bridge|docker0/, 'The bridge `docker0` is gone, usually because another engine was started beside this one; restart this engine.'],
  [/no space left on device|disk quota exceeded/i, 'The disk of the engine is full: ccp doctor shows how much is free, docker system prune frees what nothing uses. The next run continues.'],
  [/do not match the hashes from the requirements file/i, 'What the index gives is not what was pinned ("Expected", "Got"). Was the sha256 mistyped, or the index changed? Pin another one only if you trust it: sources.<project>.sha256, or the lock of ccp-openstack-base.'],
  [/no matching distribution found/i, 'The index has no such version, or none for this Python; the lines above list those that it has. Change sources.<project>.version.'],
];

/** What helps against a fault that the engine's words in `text` tell. */
export function hintFor(text: string): { hint?: string } {
  const [, hint] = knownFaults.find(([pattern]) => pattern.test(text)) ?? [];
  return hint === undefined ? {} : { hint };
}

function faultOf(cause: unknown): EngineFault {
  return typeof cause === 'object' && cause !== null ? cause : {};
}
