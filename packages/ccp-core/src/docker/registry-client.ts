import { CcpError } from '../diagnostics/index.ts';
import type { RegistryAccess, RegistryClient, RegistryQuestion } from '../engine/contracts.ts';
import { withPatience } from './registry-patience.ts';
import { askForToken } from './registry-token.ts';
import { refusedLogin, silentRegistry } from './registry-faults.ts';

/** Kinds of manifests that an image may have; a registry hides a manifest of a kind that is not asked for. */
const manifestKinds = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** How long a registry may take to answer, in milliseconds; less where the answer can be done without. */
const limits = { needed: 10_000, optional: 5_000 };

/** Asks registries. A loopback address is spoken to in plain HTTP, as engines do, and others where `insecure` says so. */
export function connectRegistry(): RegistryClient {
  return {
    async manifestDigest(reference, access = {}, asking = {}) {
      const { url, host } = manifestUrl(reference, access.insecure);
      const answer = await withPatience(() => ask({ method: 'HEAD', url, host }, access, asking), asking);
      if (answer.status === 404) return undefined;
      if (isRefusal(answer)) {
        // A registry that wants a login hides what it has; the engine's push finds out.
        if (access.login === undefined) return undefined;
        throw refusedLogin(host);
      }
      if (!answer.ok) throw unexpectedAnswer(host, answer, reference);
      return answer.headers.get('docker-content-digest') ?? '';
    },
    async check(host, access = {}, asking = {}) {
      const url = `${schemeOf(host, access.insecure)}://${host}/v2/`;
      const answer = await withPatience(() => ask({ method: 'GET', url, host }, access, asking), asking);
      if (isRefusal(answer)) throw refusedLogin(host);
      if (!answer.ok) throw unexpectedAnswer(host, answer, '/v2/');
    },
  };
}

function isRefusal({ status }: Response): boolean {
  return status === 401 || status === 403;
}

function unexpectedAnswer(host: string, { status }: Response, asked: string): CcpError {
  return new CcpError('REGISTRY_FAILED', `The registry ${host} answered ${status} for ${asked}.`, { hint: 'Is it a registry (OCI distribution API), and well? Its own log says more.' });
}

interface Question {
  readonly method: 'HEAD' | 'GET';
  readonly url: string;
  readonly host: string;
}

/** Asks with the login, where there is one; a registry that wants a token instead says where to get it, which for public images needs no login. */
async function ask({ method, url, host }: Question, { login }: RegistryAccess, { signal, optional = false }: RegistryQuestion): Promise<Response> {
  const limit = AbortSignal.timeout(optional ? limits.optional : limits.needed);
  const end = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const request = (authorization: Readonly<Record<string, string>>): Promise<Response> => fetch(url, { method, headers: { accept: manifestKinds.join(', '), ...authorization }, signal: end });
  const basic = login === undefined ? {} : { authorization: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}` };
  try {
    const answer = await request(basic);
    if (answer.status !== 401) return answer;
    const token = await askForToken(answer.headers.get('www-authenticate') ?? '', basic, end);
    return token === undefined ? answer : await request({ authorization: `Bearer ${token}` });
  } catch (cause) {
    // `fetch failed` says nothing; its cause does.
    throw silentRegistry(host, [String((cause as Error).cause ?? cause)], cause);
  }
}

function schemeOf(host: string, insecure = false): 'http' | 'https' {
  return insecure || /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(host) ? 'http' : 'https';
}

/** URL of the manifest of `<host>/<name>:<tag>`, as in the OCI distribution specification. */
export function manifestUrl(reference: string, insecure?: boolean): { url: string; host: string } {
  const match = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference);
  if (match === null) throw new Error(`${reference} names no registry, name and tag`);
  const [, host = '', name = '', tag = ''] = match;
  return { url: `${schemeOf(host, insecure)}://${host}/v2/${name}/manifests/${tag}`, host };
}
