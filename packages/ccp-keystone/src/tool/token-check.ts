import { CcpError, type ToolContext, type VerifyAccess, type VerifyCheck } from 'ccp-core';

/** A freshly started Keystone answers its first request in about 2 s; ten times that is a fault. */
const requestMilliseconds = 20_000;

/** Gets a token with the administrator's password, and has Keystone validate it. Throws VERIFY_FAILED. */
export const tokenCheck: VerifyCheck = {
  name: 'token',
  title: 'getting and validating a token',
  run: async ({ access, signal }) => {
    const token = await issueToken(access, signal);
    const expires = await validateToken(access, token, signal);
    return `token for ${access.adminUser}, expires ${expires}`;
  },
};

async function issueToken(access: VerifyAccess, signal: ToolContext['signal']): Promise<string> {
  const domain = { name: access.adminDomain };
  const auth = {
    identity: { methods: ['password'], password: { user: { name: access.adminUser, domain, password: access.adminPassword() } } },
    scope: { project: { name: access.adminProject, domain } },
  };
  const response = await request(access, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ auth }) }, signal);
  const token = response.headers.get('x-subject-token');
  if (response.status === 201 && token !== null) return token;
  throw await refused('issue a token', access, response);
}

/** Returns when the token expires (ISO 8601). */
async function validateToken(access: VerifyAccess, token: string, signal: ToolContext['signal']): Promise<string> {
  const response = await request(access, { headers: { 'x-auth-token': token, 'x-subject-token': token } }, signal);
  if (response.status !== 200) throw await refused('validate the token that it issued', access, response);
  const answer = (await response.json()) as { readonly token?: { readonly expires_at?: string } };
  return answer.token?.expires_at ?? 'never';
}

async function request(access: VerifyAccess, init: RequestInit, signal: ToolContext['signal']): Promise<Response> {
  const url = tokensUrl(access);
  try {
    return await fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(requestMilliseconds)]) });
  } catch (cause) {
    signal.throwIfAborted();
    throw new CcpError('VERIFY_FAILED', `Keystone does not answer at ${url}: ${reason(cause)}`, { hint: 'See `ccp status` and `ccp logs keystone`.', cause });
  }
}

function tokensUrl({ identityUrl }: VerifyAccess): string {
  return `${identityUrl.replace(/\/$/, '')}/auth/tokens`;
}

/** fetch hides what happened to the connection in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function refused(what: string, access: VerifyAccess, response: Response): Promise<CcpError> {
  const text = await response.text();
  return new CcpError('VERIFY_FAILED', `Keystone did not ${what}: it answered ${response.status} at ${tokensUrl(access)}`, {
    evidence: [text.slice(0, 500)],
    hint: 'See `ccp logs keystone`.',
  });
}
