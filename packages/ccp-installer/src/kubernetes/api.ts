import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ApiAccess } from './kubeconfig.ts';

/** An answer of the API server. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** Milliseconds after which an API server that does not answer counts as not there. */
const patience = 5000;

/** GET of `path`. Rejects when nothing answers or the server is not the one of the kubeconfig. */
export async function get(access: ApiAccess, path: string, signal: AbortSignal): Promise<ApiAnswer> {
  const { server, ca, cert, key } = access;
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const sent = request(new URL(path, server), { ca, cert, key, agent: false, signal: limit }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    sent.once('error', reject);
    sent.end();
  });
}

/** GET of a list or object as JSON; undefined when the server does not answer with it. */
export async function getJson(access: ApiAccess, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    const { status, body } = await get(access, path, signal);
    return status === 200 ? JSON.parse(body) : undefined;
  } catch {
    // Not up yet: whoever asks waits for an answer and says so.
    return undefined;
  }
}
