import type { JobSpec, ServiceContext } from 'ccp-core';
import type { KeystoneConfig } from './config.ts';
import { identityProvider } from './provides.ts';
import { registrationJob } from './registration-job.ts';

/**
 * What Keystone registers for all others: the project and the role of service accounts, and its own endpoints, which the
 * bootstrap makes once but does not move.
 */
export function keystoneRegistration(context: ServiceContext<KeystoneConfig>): JobSpec {
  const identity = identityProvider.value(context, { service: context.service });
  const { internalUrl, publicUrl } = identity;
  return registrationJob(
    identity,
    {
      projects: [{ name: 'service', description: 'Accounts of services' }],
      roles: ['service'],
      services: [{ name: 'keystone', type: 'identity', endpoints: { admin: internalUrl, internal: internalUrl, public: publicUrl } }],
    },
    { after: ['bootstrap'] },
  );
}
