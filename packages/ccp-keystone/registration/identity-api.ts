import { setTimeout as sleep } from 'node:timers/promises';

/** Limits in milliseconds. */
export interface Patience {
  /** How long a request is tried again after its first fault. */
  readonly total: number;
  readonly firstPause: number;
  readonly longestPause: number;
}

/** Keystone is up when this program starts; what can still happen is that one of its pods is being replaced. */
export const defaultPatience: Patience = { total: 60_000, firstPause: 250, longestPause: 5_000 };

const requestMilliseconds = 20_000;

/** A password login. Names of project and domain make the token scoped. */
export interface Login {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
  readonly project?: string;
}

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Keystone refused, or could not be reached in time. */
export class IdentityError extends Error {}

interface CatalogService {
  readonly type: string;
  readonly endpoints: readonly { readonly interface: string; readonly region?: string; readonly url: string }[];
}

/** Keystone's v3 API, or that of another service, with a token. Connection faults and 5xx are tried again until {@link Patience} ends. */
export class IdentityApi {
  readonly #url: string;
  readonly #patience: Patience;
  #token: string | undefined;
  #project: string | undefined;
  #catalog: readonly CatalogService[] = [];

  constructor(url: string, patience: Patience = defaultPatience) {
    this.#url = url.replace(/\/$/, '');
    this.#patience = patience;
  }

  /** Logs in for all further requests. Throws IdentityError when the password is refused. */
  async login(login: Login): Promise<void> {
    const response = await this.#send('POST', '/auth/tokens', authBody(login));
    const token = response.headers.get('x-subject-token');
    if (response.status !== 201 || token === null) throw new IdentityError(`login of ${login.user} refused: ${await said(response)}`);
    this.#token = token;
    const { token: issued } = (await response.json()) as { readonly token?: { readonly project?: { readonly id: string }; readonly catalog?: readonly CatalogService[] } };
    this.#project = issued?.project?.id;
    this.#catalog = issued?.catalog ?? [];
  }

  /** Id of the project that the token is for; undefined before a login with one. */
  get project(): string | undefined {
    return this.#project;
  }

  /** The API of another service at its internal endpoint, with the same token. Throws IdentityError when the catalog has none. */
  service(type: string, region: string): IdentityApi {
    const endpoints = this.#catalog.find((service) => service.type === type)?.endpoints ?? [];
    const url = endpoints.find((endpoint) => endpoint.interface === 'internal' && (endpoint.region ?? region) === region)?.url;
    if (url === undefined) throw new IdentityError(`the catalog has no internal endpoint of ${type} in ${region}`);
    const api = new IdentityApi(url, this.#patience);
    api.#token = this.#token;
    return api;
  }

  /** Whether Keystone accepts this password. */
  async accepts(login: Login): Promise<boolean> {
    const response = await this.#send('POST', '/auth/tokens', authBody(login));
    if (response.status === 201) return true;
    if (response.status === 401) return false;
    throw new IdentityError(`login of ${login.user}: ${await said(response)}`);
  }

  /** One request; statuses in `expected` are answers, all others are thrown as IdentityError. */
  async request(method: string, path: string, body: unknown, expected: readonly number[]): Promise<Answer> {
    const response = await this.#send(method, path, body);
    if (!expected.includes(response.status)) throw new IdentityError(`${method} ${path}: ${await said(response)}`);
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  async #send(method: string, path: string, body: unknown): Promise<Response> {
    const began = performance.now();
    for (let pause = this.#patience.firstPause; ; pause = Math.min(pause * 2, this.#patience.longestPause)) {
      const outcome = await this.#attempt(method, path, body);
      if (outcome instanceof Response && outcome.status < 500) return outcome;
      if (performance.now() - began + pause > this.#patience.total) {
        throw new IdentityError(`${method} ${this.#url}${path}: ${outcome instanceof Response ? await said(outcome) : outcome}`);
      }
      if (outcome instanceof Response) await outcome.body?.cancel();
      await sleep(pause);
    }
  }

  /** The response, or why there was none. */
  async #attempt(method: string, path: string, body: unknown): Promise<Response | string> {
    const headers = { 'content-type': 'application/json', ...(this.#token === undefined ? {} : { 'x-auth-token': this.#token }) };
    try {
      return await fetch(this.#url + path, {
        method,
        headers,
        signal: AbortSignal.timeout(requestMilliseconds),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      return connectionFault(cause);
    }
  }
}

function authBody({ user, domain, password, project }: Login): unknown {
  const identity = { methods: ['password'], password: { user: { name: user, domain: { name: domain }, password } } };
  // A user without roles yet can log in only without a scope.
  const scope = project === undefined ? 'unscoped' : { project: { name: project, domain: { name: domain } } };
  return { auth: { identity, scope } };
}

/** Status, and the message of Keystone's error body. */
async function said(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    return `${response.status} ${error?.message ?? ''}`.trim();
  } catch {
    return `${response.status} ${response.statusText}`.trim();
  }
}

/** fetch hides what happened to the connection in the cause. */
function connectionFault(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
}
