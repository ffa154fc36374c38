import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { CcpError, type CloudAccess, type CloudAnswer, type CloudConnector, type CloudSession } from 'ccp-core';
import { z } from 'zod';

/** A request that a busy service answers in this time; see the check of tokens. */
const requestMilliseconds = 20_000;

const tokenSchema = z.object({
  token: z.object({
    catalog: z.array(z.object({ type: z.string(), endpoints: z.array(z.object({ interface: z.string(), region: z.string().nullish(), url: z.string() })) })).default([]),
  }),
});

/** Opens a session as administrator. `node:https` instead of `fetch`, which takes no certificates. */
export const connectCloud: CloudConnector = async (context, access) => {
  const { signal } = context;
  const url = `${access.identityUrl}/auth/tokens`;
  const answer = await send(access, signal, { method: 'POST', url, body: { auth: credentials(access) } });
  const parsed = tokenSchema.safeParse(answer.body);
  const token = answer.headers['x-subject-token'];
  if (answer.status !== 201 || typeof token !== 'string' || !parsed.success) {
    throw new CcpError('VERIFY_FAILED', `Keystone did not issue a token: it answered ${answer.status} at ${url}`, { evidence: [JSON.stringify(answer.body ?? '').slice(0, 500)], hint: 'See ccp logs keystone.' });
  }
  return session(access, signal, token, parsed.data.token.catalog);
};

type Catalog = z.output<typeof tokenSchema>['token']['catalog'];

function session(access: CloudAccess, signal: AbortSignal, token: string, catalog: Catalog): CloudSession {
  return {
    endpoint: (type) => catalog.find((service) => service.type === type)?.endpoints.find((endpoint) => endpoint.interface === 'public')?.url,
    request: async (method, url, body): Promise<CloudAnswer> => {
      const answer = await send(access, signal, { method, url, body, token });
      return { status: answer.status, body: answer.body };
    },
  };
}

function credentials({ adminUser, adminProject, adminDomain, adminPassword }: CloudAccess): object {
  const domain = { name: adminDomain };
  return {
    identity: { methods: ['password'], password: { user: { name: adminUser, domain, password: adminPassword() } } },
    scope: { project: { name: adminProject, domain } },
  };
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly token?: string;
}

type Answer = CloudAnswer & { readonly headers: IncomingMessage['headers'] };

async function send({ insecure, caCertificate }: CloudAccess, signal: AbortSignal, { method, url, body, token }: Call): Promise<Answer> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...(token === undefined ? {} : { 'x-auth-token': token }) };
  const trust = { ...(insecure === true ? { rejectUnauthorized: false } : {}), ...(caCertificate === undefined ? {} : { ca: caCertificate }) };
  try {
    const response = await exchange(url, { method, headers, ...trust, signal: AbortSignal.any([signal, AbortSignal.timeout(requestMilliseconds)]) }, body === undefined ? '' : JSON.stringify(body));
    const said = await text(response);
    return { status: response.statusCode ?? 0, body: parsedJson(said), headers: response.headers };
  } catch (cause) {
    signal.throwIfAborted();
    throw new CcpError('VERIFY_FAILED', `there is no answer at ${url}: ${(cause as Error).message}`, { hint: 'See ccp status.', cause });
  }
}

function exchange(url: string, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => request(url, options, resolve).on('error', reject).end(body));
}

/** Some services answer faults in plain text. */
function parsedJson(said: string): unknown {
  try {
    return said === '' ? undefined : JSON.parse(said);
  } catch {
    return said;
  }
}
