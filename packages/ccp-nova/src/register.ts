import { CcpError, type IdentityEndpoint, type JobSpec, type ServiceContext } from 'ccp-core';

/** The identity service of a service that requires it. */
export function identityOf({ needs, service }: ServiceContext): IdentityEndpoint {
  if (needs.identity === undefined) throw new CcpError('CATALOG_INVALID', `${service} uses identity, which it does not require`, { where: { object: service } });
  return needs.identity;
}

/** What is registered of an API: its place in the catalog, one path behind all its endpoints. */
export interface ApiEntry {
  readonly name: string;
  readonly type: string;
  /** Behind the URL of the port `public`, for example `/v2.1`. Default: none. */
  readonly path?: string;
}

/** The job that registers the account of a service and its API. */
export function registration(context: ServiceContext, { name, type, path = '' }: ApiEntry): Record<string, JobSpec> {
  const internal = `${context.internalUrl('public')}${path}`;
  const endpoints = { admin: internal, internal, public: `${context.publicUrl('public')}${path}` };
  return { registration: identityOf(context).register({ services: [{ name, type, endpoints }] }) };
}
