import { loopbackIdentity, serveLoopback, type LoopbackServer } from 'ccp-core/testing';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiConnection } from '../program/api.ts';

/** A key and a certificate for 127.0.0.1 that live as long as the tests of one file. */
const identity = loopbackIdentity();

/** One request as the fake API saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

/** Answers one request. */
export type Answer = (response: ServerResponse, seen: SeenRequest) => void;

/** A Kubernetes API on loopback that answers with what the test handed it, per resource, in order. */
export class FakeApi {
  readonly seen: SeenRequest[] = [];
  private readonly answers: Answer[] = [];
  private server!: LoopbackServer;
  private readonly credentials = mkdtempSync(join(tmpdir(), 'fake-api-'));
  private waiting: (() => void)[] = [];

  private constructor() {
    writeFileSync(join(this.credentials, 'ca.crt'), identity.cert);
    this.setToken('first-token');
  }

  static async start(...answers: Answer[]): Promise<FakeApi> {
    const api = new FakeApi();
    api.answers.push(...answers);
    api.server = await serveLoopback(identity, (request, response) => api.handle(request, response));
    return api;
  }

  get connection(): ApiConnection {
    return { host: '127.0.0.1', port: this.server.port, credentials: this.credentials };
  }

  setToken(token: string): void {
    writeFileSync(join(this.credentials, 'token'), `${token}\n`);
  }

  /** Resolves when `count` requests have come. */
  async requests(count: number): Promise<void> {
    while (this.seen.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Nothing answers any more; the credentials stay. */
  close(): Promise<void> {
    return this.server.stop();
  }

  async stop(): Promise<void> {
    await this.close();
    rmSync(this.credentials, { recursive: true });
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'https://fake');
    const seen = { path: url.pathname, query: url.searchParams, authorization: request.headers.authorization };
    this.seen.push(seen);
    // Without a prepared answer the request stays open, like a watch on which nothing happens.
    (this.answers.shift() ?? silence)(response, seen);
    this.waiting.splice(0).forEach((resolve) => resolve());
  }
}

const silence: Answer = (response) => void response.writeHead(200).flushHeaders();

/** A list of `items`. */
export function list(items: readonly unknown[], resourceVersion = '10'): Answer {
  return (response) => response.end(JSON.stringify({ metadata: { resourceVersion }, items }));
}

/** A watch that sends `events` and then stays open. */
export function watch(...events: readonly unknown[]): Answer {
  return (response) => void response.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/** A watch that sends `events` and is then cut off in the middle of a line. */
export function brokenWatch(...events: readonly unknown[]): Answer {
  return (response) => {
    response.write(`${events.map((event) => `${JSON.stringify(event)}\n`).join('')}{"type":"MOD`, () => response.destroy());
  };
}

/** A Kubernetes `Status`. */
export function refusal(code: number, message: string): Answer {
  return (response) => response.writeHead(code).end(JSON.stringify({ kind: 'Status', code, message }));
}
