import type { CapabilityProvider } from 'ccp-core';
import { admin, identityUrls } from './administrator.ts';
import type { KeystoneConfig } from './config.ts';

/** The capability `identity`. */
export const identityProvider: CapabilityProvider<'identity', KeystoneConfig> = {
  port: 'public',
  value(context) {
    const urls = identityUrls(context);
    return {
      internalUrl: urls.internal,
      publicUrl: urls.public,
      region: context.environment.region,
      admin: { ...admin, password: context.secret('admin-password') },
    };
  },
};
