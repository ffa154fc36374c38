import { CcpError, type CloudSession } from 'ccp-core';
import { setTimeout as sleep } from 'node:timers/promises';

/** Something that an API holds. */
export interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** How patiently is waited: milliseconds between two questions, and those of a second of a limit. */
export interface Pace {
  readonly pauseMs: number;
  readonly secondMs: number;
}

const usualPace: Pace = { pauseMs: 500, secondMs: 1000 };

/** The cloud's APIs, with faults for answers that nobody expects. Paths start behind the endpoint of the service in the catalog. */
export class CloudApi {
  readonly #cloud: CloudSession;
  readonly #signal: AbortSignal;
  readonly #pace: Pace;

  constructor(cloud: CloudSession, signal: AbortSignal, pace: Pace = usualPace) {
    this.#cloud = cloud;
    this.#signal = signal;
    this.#pace = pace;
  }

  /** Whether the catalog has the service. */
  has(type: string): boolean {
    return this.#cloud.endpoint(type) !== undefined;
  }

  /** One request. Throws VERIFY_FAILED for a status of 400 and more. */
  async request(type: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const answer = await this.send(type, method, path, body);
    if (answer.status < 400) return answer.body;
    throw new CcpError('VERIFY_FAILED', `${method} ${path} of the ${type} API answered ${answer.status}`, { evidence: [JSON.stringify(answer.body ?? '').slice(0, 500)], hint: `See ccp status and the logs of the service of ${type}.` });
  }

  /** Items of a list that pass `wanted`. */
  async list(type: string, path: string, plural: string, wanted: (item: Item) => boolean = () => true): Promise<Item[]> {
    const body = (await this.request(type, 'GET', path)) as Record<string, Item[]>;
    return (body[plural] ?? []).filter(wanted);
  }

  /** Makes an item: `{<singular>: fields}` to the path. */
  async create(type: string, path: string, singular: string, fields: object): Promise<Item> {
    const body = (await this.request(type, 'POST', path, { [singular]: fields })) as Record<string, Item>;
    const item = body[singular];
    if (item === undefined) throw new CcpError('VERIFY_FAILED', `POST ${path} of the ${type} API answered without a ${singular}`);
    return item;
  }

  /** Removes an item; absent is fine, one that is still in use is tried again for a while. */
  async remove(type: string, path: string): Promise<void> {
    await this.until(`removing ${path}`, 60, async () => {
      const { status, body } = await this.send(type, 'DELETE', path);
      if (status < 400 || status === 404) return true;
      if (status === 409) return undefined;
      throw new CcpError('VERIFY_FAILED', `DELETE ${path} of the ${type} API answered ${status}`, { evidence: [JSON.stringify(body ?? '').slice(0, 500)] });
    });
  }

  /** Asks again and again until there is an answer. Throws VERIFY_FAILED after `limitSeconds`, with what `evidence` gives. */
  async until<T>(what: string, limitSeconds: number, ask: () => Promise<T | undefined>, evidence: () => Promise<readonly string[]> = async () => []): Promise<T> {
    const end = performance.now() + limitSeconds * this.#pace.secondMs;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (performance.now() > end) throw new CcpError('VERIFY_FAILED', `${what} took longer than ${limitSeconds} s`, { evidence: await evidence() });
      await sleep(this.#pace.pauseMs, undefined, { signal: this.#signal });
    }
  }

  async send(type: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): ReturnType<CloudSession['request']> {
    const endpoint = this.#cloud.endpoint(type);
    if (endpoint === undefined) throw new CcpError('VERIFY_FAILED', `the catalog has no ${type} service`, { hint: 'See ccp status.' });
    return this.#cloud.request(method, `${endpoint.replace(/\/$/, '')}${path}`, body);
  }
}
