import { CcpError } from '../diagnostics/index.ts';

/** Nobody answers for the registry. */
export function silentRegistry(host: string, evidence: readonly string[], cause: unknown): CcpError {
  return new CcpError('REGISTRY_UNREACHABLE', `The registry ${host} does not answer.`, {
    where: { object: `registry ${host}` },
    evidence,
    hint: 'Start it, or correct registry.address. One that speaks plain HTTP needs registry.insecure, and its address among the insecure registries of the engine.',
    cause,
  });
}

/** The registry wants another login, or any. */
export function refusedLogin(host: string, parts: { readonly evidence?: readonly string[]; readonly cause?: unknown } = {}): CcpError {
  return new CcpError('REGISTRY_FAILED', `The registry ${host} refuses the login, or wants one.`, {
    where: { object: `registry ${host}` },
    hint: `Set registry.username and registry.passwordFile, or log in with docker login ${host}; the account needs the right to push and pull.`,
    ...parts,
  });
}

/** The fault that the engine's words about an image that could not be `done` (`pushed to`, `pulled from`) its registry mean. */
export function registryFault(done: string, reference: string, evidence: readonly string[], cause: unknown): CcpError {
  const host = hostOf(reference);
  const text = evidence.join('\n');
  if (/unauthorized|denied|no basic auth credentials|authentication required/i.test(text)) return refusedLogin(host, { evidence, cause });
  if (/server gave HTTP response to HTTPS client/.test(text)) {
    return new CcpError('REGISTRY_FAILED', `The registry ${host} speaks plain HTTP, which the engine does not accept of it.`, {
      evidence,
      hint: `Let the registry speak TLS, or add ${host} to insecure-registries of the engine's daemon.json.`,
      cause,
    });
  }
  if (/connection refused|connection reset|no such host|i\/o timeout|no route to host|\bEOF$/m.test(text)) return silentRegistry(host, evidence, cause);
  return new CcpError('REGISTRY_FAILED', `${reference} could not be ${done} the registry ${host}.`, { evidence, cause });
}

/** As engines read references: what looks like no host is a name on Docker Hub. */
function hostOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}
