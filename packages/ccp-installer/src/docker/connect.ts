import { Agent } from 'node:http';
import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import { interrupted } from '../interrupted.ts';

/** Connects to the engine that the docker client would use (`DOCKER_HOST`, else the local socket). Nothing is sent yet. */
export async function openDocker(): Promise<Docker> {
  // Loaded on first use: it takes half a second.
  const { default: Client } = await import('dockerode');
  // The agent is an option of the modem; a kept connection of engine 20.10 may be closed under the next request.
  const options: Docker.DockerOptions & { readonly agent: Agent } = { agent: new Agent({ keepAlive: false }) };
  return new Client(options);
}

/** What docker-modem and sockets put on errors. */
interface EngineFault {
  readonly statusCode?: number;
  readonly message?: string;
  readonly json?: { readonly message?: string };
  readonly code?: string;
  readonly syscall?: string;
  readonly path?: string;
}

function faultOf(fault: unknown): EngineFault {
  return typeof fault === 'object' && fault !== null ? fault : {};
}

/** The HTTP status of an engine's refusal; undefined when `fault` is something else. */
export function engineStatus(fault: unknown): number | undefined {
  return faultOf(fault).statusCode;
}

/** The engine's own words about a refusal. */
export function engineMessage(fault: unknown): string {
  const { json, message } = faultOf(fault);
  return json?.message ?? message ?? String(fault);
}

/** `value`, or undefined when the engine says that there is no such thing. */
export async function ifThere<T>(value: Promise<T>): Promise<T | undefined> {
  try {
    return await value;
  } catch (fault) {
    if (engineStatus(fault) === 404) return undefined;
    throw fault;
  }
}

/**
 * Runs `work`; an engine's refusal becomes CLUSTER_FAILED with its words, an engine that does not answer
 * ENGINE_UNREACHABLE, whatever comes of an aborted signal INTERRUPTED. Other errors go on as they are.
 */
export async function withEngineFaults<T>(doing: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw signal.aborted ? interrupted() : engineFault(doing, cause);
  }
}

function engineFault(doing: string, cause: unknown): unknown {
  if (cause instanceof CcpError) return cause;
  const { statusCode, code, syscall, path } = faultOf(cause);
  if (statusCode !== undefined) {
    return new CcpError('CLUSTER_FAILED', `The Docker engine refused: ${doing}.`, { evidence: [engineMessage(cause)], cause });
  }
  // Errors of files bear a path, those of sockets do not.
  if (syscall === undefined || path !== undefined) return cause;
  return new CcpError('ENGINE_UNREACHABLE', `The Docker engine does not answer: ${doing}.`, {
    evidence: [engineMessage(cause)],
    hint: code === 'EACCES' ? 'Add your account to the group `docker` and log in again, or run as root.' : 'Start the engine, or set DOCKER_HOST to one that runs.',
    cause,
  });
}
