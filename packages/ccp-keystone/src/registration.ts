import type { JobSpec, ServiceContext } from 'ccp-core';
import type { KeystoneConfig } from './config.ts';
import { identityProvider } from './provides.ts';
import { registrationJob } from './registration-job.ts';

/**
 * What Keystone registers for all others: the project and the role of service accounts, its own endpoints, which the
 * bootstrap makes once but does not move, and what the configuration wants besides.
 */
export function keystoneRegistration(context: ServiceContext<KeystoneConfig>): JobSpec {
  const identity = identityProvider.value(context, { service: context.service });
  const { roles, ...named } = context.config.bootstrap;
  const domains = Object.entries(named.domains).map(([name, { description }]) => ({ name, description }));
  const projects = Object.entries(named.projects).map(([name, { domain, description }]) => ({ name, domain, description }));
  const { internalUrl, publicUrl } = identity;
  return registrationJob(
    identity,
    {
      ...(domains.length === 0 ? {} : { domains }),
      projects: [{ name: 'service', description: 'Accounts of services' }, ...projects],
      roles: ['service', ...roles],
      services: [{ name: 'keystone', type: 'identity', endpoints: { admin: internalUrl, internal: internalUrl, public: publicUrl } }],
    },
    { after: ['bootstrap'] },
  );
}
