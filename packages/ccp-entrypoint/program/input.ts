import type { PodInitInput, WaitFor } from 'ccp-core';

/** The input is not what this program was made for; the message is one line for people. */
export class InputError extends Error {}

/** The input with what the pod knows of itself. */
export interface PlacedInput extends PodInitInput {
  /** Name of the node; undefined when nothing asks for it. */
  readonly node?: string | undefined;
}

/** DNS labels and subdomains: what Kubernetes allows as names, and nothing that could change a request's path. */
const nameShape = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * Reads the JSON of `CCP_ENTRYPOINT`; `node`: what `CCP_NODE_NAME` holds.
 *
 * @throws InputError naming what is wrong.
 */
export function parseInput(text: string | undefined, node?: string): PlacedInput {
  if (text === undefined || text === '') throw new InputError('the variable CCP_ENTRYPOINT is not set');
  const value = parseJson(text);
  if (!isRecord(value)) throw new InputError('CCP_ENTRYPOINT must be a JSON object');
  if (value.version !== 1 && value.version !== 2) throw new InputError(`versions 1 and 2 of the input are understood, not ${JSON.stringify(value.version)}`);
  if (!Array.isArray(value.waits)) throw new InputError('"waits" must be a list');
  const waits = value.waits.map(parseWait);
  if (node === undefined && waits.some((wait) => wait.kind === 'endpoints' && wait.local === true)) throw new InputError('the variable CCP_NODE_NAME is not set, and a wait is for this node');
  return { version: value.version, namespace: name(value.namespace, 'namespace'), waits, node };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`CCP_ENTRYPOINT is not JSON: ${String(cause instanceof Error ? cause.message : cause)}`);
  }
}

function parseWait(value: unknown, index: number): WaitFor {
  const where = `waits[${index}]`;
  if (!isRecord(value)) throw new InputError(`${where} must be an object`);
  switch (value.kind) {
    case 'endpoints':
      return { kind: 'endpoints', service: name(value.service, `${where}.service`), ...(value.local === true ? { local: true } : {}) };
    case 'job':
      return { kind: 'job', name: name(value.name, `${where}.name`) };
    default:
      throw new InputError(`${where}.kind must be "endpoints" or "job", not ${JSON.stringify(value.kind)}`);
  }
}

function name(value: unknown, where: string): string {
  if (typeof value !== 'string' || !nameShape.test(value)) throw new InputError(`${where} must be a name of Kubernetes, not ${JSON.stringify(value)}`);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
