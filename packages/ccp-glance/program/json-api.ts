import { setTimeout as sleep } from 'node:timers/promises';

/** Limits in milliseconds: how long a request is tried again after its first fault, and the pause between. */
export interface Patience {
  readonly total: number;
  readonly pause: number;
}

/** The services are up when this program starts; what can still happen is that a pod is being replaced. */
export const defaultPatience: Patience = { total: 60_000, pause: 1_000 };

const requestMilliseconds = 20_000;

/** An API refused, or could not be reached in time. */
export class ApiError extends Error {}

/** A request whose answer is JSON. */
export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Statuses that are an answer; any other is a fault. */
  readonly expected: readonly number[];
}

/** The answer to a {@link JsonRequest}. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Sends a request; faults of the connection and statuses from 500 on are tried again until the patience ends. */
export async function requestJson(request: JsonRequest, patience: Patience = defaultPatience): Promise<JsonAnswer> {
  const { method, url, expected } = request;
  const began = performance.now();
  for (;;) {
    const attempt = await send(request);
    if (typeof attempt !== 'string' && expected.includes(attempt.status)) return attempt;
    const said = typeof attempt === 'string' ? attempt : `${attempt.status} ${JSON.stringify(attempt.body).slice(0, 500)}`;
    const passes = typeof attempt === 'string' || attempt.status >= 500;
    if (!passes || performance.now() - began > patience.total) throw new ApiError(`${method} ${url}: ${said}`);
    await sleep(patience.pause);
  }
}

/** The answer, or what happened to the connection. */
async function send({ method, url, headers = {}, body }: JsonRequest): Promise<JsonAnswer | string> {
  try {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, ...content, signal: AbortSignal.timeout(requestMilliseconds) });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
  } catch (cause) {
    return String((cause as Error).cause ?? cause);
  }
}

/** Some faults are told in HTML. */
function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
