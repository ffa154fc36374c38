import type { JobSpec, ServiceContext } from 'ccp-core';
import { admin, identityUrls } from './administrator.ts';
import type { KeystoneConfig } from './config.ts';
import { domainsJob } from './ldap-domains.ts';
import { keystoneRegistration } from './registration.ts';

/** Schema and first content of Keystone's database. Both commands may run any number of times. */
export function keystoneJobs(context: ServiceContext<KeystoneConfig>): Readonly<Record<string, JobSpec>> {
  return {
    'db-sync': { command: ['keystone-manage', 'db_sync'], after: ['db-create'], liveFiles: [], expectedSeconds: 8 },
    bootstrap: bootstrapJob(context),
    ...domainsJob(context.config),
    registration: keystoneRegistration(context),
  };
}

/** Administrator, its project and roles, and the identity service with its endpoints. Takes the password from the environment. */
function bootstrapJob(context: ServiceContext<KeystoneConfig>): JobSpec {
  const { region } = context.environment;
  const urls = identityUrls(context);
  return {
    command: ['keystone-manage', 'bootstrap'],
    env: {
      OS_BOOTSTRAP_USERNAME: admin.user,
      OS_BOOTSTRAP_PROJECT_NAME: admin.project,
      OS_BOOTSTRAP_ROLE_NAME: 'admin',
      OS_BOOTSTRAP_SERVICE_NAME: 'keystone',
      OS_BOOTSTRAP_REGION_ID: region,
      OS_BOOTSTRAP_ADMIN_URL: urls.internal,
      OS_BOOTSTRAP_INTERNAL_URL: urls.internal,
      OS_BOOTSTRAP_PUBLIC_URL: urls.public,
      OS_BOOTSTRAP_PASSWORD: context.secret('admin-password'),
    },
    after: ['db-sync'],
    identity: { region, urls },
    expectedSeconds: 6,
  };
}
