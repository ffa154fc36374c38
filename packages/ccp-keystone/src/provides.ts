import { secretRef, type CapabilityProvider } from 'ccp-core';
import { admin, identityUrls } from './administrator.ts';
import type { KeystoneConfig } from './config.ts';

/** The capability `identity`. */
export const identityProvider: CapabilityProvider<'identity', KeystoneConfig> = {
  port: 'public',
  secretsFor: () => ({ 'token-cache-key': { description: 'Key with which the service encrypts tokens in the shared cache' } }),
  value(context, { service }) {
    const urls = identityUrls(context);
    return {
      internalUrl: urls.internal,
      publicUrl: urls.public,
      region: context.environment.region,
      admin: { ...admin, password: context.secret('admin-password') },
      ...(context.config.tokenCacheEncryption ? { tokenCacheKey: secretRef(`${service}.token-cache-key`) } : {}),
    };
  },
};
