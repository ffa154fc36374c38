import { CcpError, type ComputeCellEndpoint, type FileSpec, type ServiceContext } from 'ccp-core';

/** The file that all processes of Nova read; what stands in it depends on the process. */
export const novaConf: Readonly<Record<string, FileSpec>> = { 'nova.conf': { path: '/etc/nova/nova.conf', template: 'nova.conf.hbs', format: 'oslo' } };

/** What differs between the processes. */
export interface ConfParts {
  readonly cell: ComputeCellEndpoint;
  /** A hypervisor's agent: it sees no database. Default: false. */
  readonly compute?: boolean;
  /** With which proxies of metadata sign. */
  readonly sharedSecret?: unknown;
  /** Members of the cache. */
  readonly servers?: readonly string[];
  readonly tokenCacheKey?: unknown;
  readonly workers?: number;
  readonly discoverHostsSeconds?: number;
  readonly consolePort?: number;
  readonly consoleUrl?: string;
}

const absent = { compute: false, sharedSecret: undefined, servers: undefined, tokenCacheKey: undefined, workers: undefined, discoverHostsSeconds: undefined, consolePort: undefined, consoleUrl: undefined };

/** Variables of the template. */
export function confVariables(parts: ConfParts): Record<string, unknown> {
  return { ...absent, ...parts, login: login(parts.cell), place: `region_name = ${parts.cell.identity.region}\nvalid_interfaces = internal` };
}

/** What Nova shares among its processes, of a service that requires it. */
export function cellOf({ needs, service }: ServiceContext): ComputeCellEndpoint {
  const cell = needs['compute-cell'];
  if (cell === undefined) throw new CcpError('CATALOG_INVALID', `${service} uses compute-cell, which it does not require`, { where: { object: service } });
  return cell;
}

/** Options with which Nova logs in to Keystone as itself, in whatever section. */
function login({ identity: { internalUrl, account } }: ComputeCellEndpoint): string {
  return [
    'auth_type = password',
    `auth_url = ${internalUrl}`,
    `username = ${account.user}`,
    `password = ${account.password}`,
    'project_name = service',
    'user_domain_name = Default',
    'project_domain_name = Default',
  ].join('\n');
}
