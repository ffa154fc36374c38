import type { JobSpec, ServiceContext } from 'ccp-core';
import type { KeystoneConfig } from './config.ts';
import { registrarOf } from './provides.ts';
import { identityUrls } from './administrator.ts';
import { ownRegistration } from './registration-job.ts';

/** What Keystone registers besides what every service needs: its own endpoints, which the bootstrap makes once but does not move, and what the configuration wants. */
export function keystoneRegistration(context: ServiceContext<KeystoneConfig>): JobSpec {
  const { roles, ...named } = context.config.bootstrap;
  const domains = Object.entries(named.domains).map(([name, { description }]) => ({ name, description }));
  const projects = Object.entries(named.projects).map(([name, { domain, description }]) => ({ name, domain, description }));
  const urls = identityUrls(context);
  return ownRegistration(
    registrarOf(context),
    {
      ...(domains.length === 0 ? {} : { domains }),
      projects,
      roles,
      services: [{ name: 'keystone', type: 'identity', endpoints: { admin: urls.internal, internal: urls.internal, public: urls.public } }],
    },
    ['bootstrap'],
  );
}
