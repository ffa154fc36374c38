import { readFile } from 'node:fs/promises';
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';

/** How to reach the Kubernetes API from inside a pod. */
export interface ApiConnection {
  readonly host: string;
  readonly port: number;
  /** Folder with `token` and `ca.crt`, both read again for each request because the kubelet renews them. */
  readonly credentials: string;
}

/** An answer of the API other than success; 0 when there was none. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** GET of one JSON document. Throws {@link ApiError}. */
export async function getJson(connection: ApiConnection, path: string, signal: AbortSignal): Promise<unknown> {
  return parse(await readAll(await get(connection, path, signal)));
}

/** GET of a stream of JSON documents, one a line, until the server ends it. Throws {@link ApiError}. */
export async function* getJsonLines(connection: ApiConnection, path: string, signal: AbortSignal): AsyncGenerator<unknown> {
  const response = await get(connection, path, signal);
  // Whoever stops reading ends the connection, which the response then reports as an error of its own.
  response.on('error', () => undefined);
  let rest = '';
  for await (const chunk of chunks(response)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield parse(line);
  }
  if (rest !== '') throw new ApiError(0, 'the connection was lost in the middle of an event');
}

async function get(connection: ApiConnection, path: string, signal: AbortSignal): Promise<IncomingMessage> {
  const options = await requestOptions(connection, path, signal);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(options, resolve)
      .once('error', (error: NodeJS.ErrnoException) => reject(new ApiError(0, `the API at ${connection.host}:${connection.port} cannot be reached: ${error.code ?? error.message}`)))
      .end();
  });
  const status = response.statusCode ?? 0;
  if (status === 200) return response;
  throw new ApiError(status, statusMessage(await readAll(response), status));
}

async function requestOptions({ host, port, credentials }: ApiConnection, path: string, signal: AbortSignal): Promise<RequestOptions> {
  // One after the other, so that the same fault is always told in the same words.
  const token = await credential(credentials, 'token');
  const ca = await credential(credentials, 'ca.crt');
  return { host, port, path, ca, signal, agent: false, headers: { authorization: `Bearer ${token.trim()}`, accept: 'application/json' } };
}

async function credential(folder: string, file: string): Promise<string> {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch {
    throw new ApiError(0, `the pod's credentials cannot be read: ${join(folder, file)}`);
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of chunks(response)) text += chunk;
  return text;
}

async function* chunks(response: IncomingMessage): AsyncGenerator<string> {
  try {
    for await (const chunk of response.setEncoding('utf8')) yield String(chunk);
  } catch (cause) {
    throw new ApiError(0, `the connection was lost: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(0, 'the API sent something that is not JSON');
  }
}

/** The message of a Kubernetes `Status` object, else the bare status code. */
function statusMessage(body: string, status: number): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === 'string' && message !== '') return message;
  } catch {
    // A proxy's page rather than a Status: the code alone is told.
  }
  return `the API answered ${status}`;
}
