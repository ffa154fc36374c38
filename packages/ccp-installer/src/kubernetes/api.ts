import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { CcpError } from 'ccp-core';
import type { ApiAccess } from './kubeconfig.ts';

/** A request to the API server. */
export interface ApiRequest {
  /** Default: GET. */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** An object, sent as JSON; of a PATCH: a merge patch. */
  readonly body?: object;
}

/** An answer of the API server. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** Milliseconds after which an API server that does not answer counts as not there. */
const patience = 15_000;

/** Sends one request. Rejects when nothing answers or the server is not the one of the kubeconfig. */
export async function callApi(access: ApiAccess, { method = 'GET', path, body }: ApiRequest, signal: AbortSignal): Promise<ApiAnswer> {
  const { server, ca, cert, key } = access;
  const headers = body === undefined ? {} : { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const sent = request(new URL(path, server), { method, headers, ca, cert, key, agent: false, signal: limit }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** GET of a list or object as JSON; undefined when the server does not answer with it. */
export async function getJson(access: ApiAccess, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    const { status, body } = await callApi(access, { path }, signal);
    return status === 200 ? JSON.parse(body) : undefined;
  } catch {
    // Not up yet: whoever asks waits for an answer and says so.
    return undefined;
  }
}

/** Sends a change; `fine` are the statuses besides 2xx that are no fault. Throws CLUSTER_FAILED with the server's words. */
export async function changeApi(access: ApiAccess, change: ApiRequest, fine: readonly number[], signal: AbortSignal): Promise<void> {
  const what = `${change.method ?? 'GET'} ${change.path}`;
  const { status, body } = await callApi(access, change, signal).catch((cause: unknown) => {
    throw new CcpError('CLUSTER_FAILED', `The Kubernetes API does not answer: ${what}.`, {
      hint: 'See what is missing with `ccp cluster status`, then run the command again; `ccp cluster start` waits until the API answers.',
      cause,
    });
  });
  if (Math.floor(status / 100) === 2 || fine.includes(status)) return;
  throw new CcpError('CLUSTER_FAILED', `The Kubernetes API refused with status ${status}: ${what}.`, { evidence: [body.slice(0, 2000)] });
}
