import { consumerSecret, type CapabilityProvider, type ServiceContext } from 'ccp-core';
import { admin, identityUrls } from './administrator.ts';
import type { KeystoneConfig } from './config.ts';
import { consumerRegistration, resourcesJob, type Registrar } from './registration-job.ts';

/** The administrator, as registrations log in. */
export function registrarOf(context: ServiceContext<KeystoneConfig>): Registrar {
  return { internalUrl: identityUrls(context).internal, region: context.environment.region, admin: { ...admin, password: context.secret('admin-password') } };
}

/** The capability `identity`. */
export const identityProvider: CapabilityProvider<'identity', KeystoneConfig> = {
  port: 'public',
  secretsFor: () => ({
    'service-password': { description: 'Password of the account at Keystone' },
    'token-cache-key': { description: 'Key with which the service encrypts tokens in the shared cache' },
  }),
  value(context, consumer) {
    const registrar = registrarOf(context);
    const account = { user: consumer.service, password: consumerSecret(consumer, 'service-password') };
    return {
      ...registrar,
      publicUrl: identityUrls(context).public,
      account,
      ...(context.config.tokenCacheEncryption ? { tokenCacheKey: consumerSecret(consumer, 'token-cache-key') } : {}),
      register: (wanted) => consumerRegistration(registrar, account, wanted),
      ensure: (resources) => resourcesJob(registrar, resources),
    };
  },
};
