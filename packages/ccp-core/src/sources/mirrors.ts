import type { DebianMirrors } from './apt-sources.ts';
import { hostMirrors } from './host-apt.ts';

/** Package sources that builds use instead of the host's: URLs. What is absent is taken from the host. */
export interface Mirrors {
  /** Debian's archive, backports included. Goes with `debianSecurity`: alone, a host that is no Debian has no security fixes to add. */
  readonly debian?: string | undefined;
  /** Debian's security fixes. Goes with `debian`. */
  readonly debianSecurity?: string | undefined;
  /** Simple index of Python packages. */
  readonly python?: string | undefined;
  /** Registry of Node.js packages. */
  readonly npm?: string | undefined;
  /** Proxies of Go modules, as GOPROXY takes them. */
  readonly go?: string | undefined;
}

/** Other indexes of Python packages that a host may name; they would be asked beside or before the configured one. */
const otherIndexes = ['PIP_EXTRA_INDEX_URL', 'UV_INDEX', 'UV_INDEX_URL', 'UV_EXTRA_INDEX_URL'];

/** Where Debian packages come from; undefined when neither the configuration nor the host says it. */
export async function debianMirrorsFor({ debian, debianSecurity }: Mirrors): Promise<DebianMirrors | undefined> {
  const host = await hostMirrors();
  const archive = debian ?? host?.archive;
  const security = debianSecurity ?? host?.security;
  if (archive === undefined) return undefined;
  return { archive, ...(security === undefined ? {} : { security }) };
}

/** The variables of package clients that the host sets, with the configured sources in their place. */
export function withMirrors(variables: Readonly<Record<string, string>>, { python, npm, go }: Mirrors): Record<string, string> {
  const replaced: Record<string, string | undefined> = {
    ...(python === undefined ? {} : { ...Object.fromEntries(otherIndexes.map((name) => [name, undefined])), PIP_INDEX_URL: python, UV_DEFAULT_INDEX: python }),
    ...(npm === undefined ? {} : { npm_config_registry: npm }),
    ...(go === undefined ? {} : { GOPROXY: go }),
  };
  return Object.fromEntries(Object.entries({ ...variables, ...replaced }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
