import type { ServiceContext } from 'ccp-core';
import type { KeystoneConfig } from './config.ts';

/** Names of the first administrator, as the bootstrap makes them. */
export const admin = { user: 'admin', project: 'admin', domain: 'Default' } as const;

/** URLs of the API, with version. */
export interface IdentityUrls {
  readonly internal: string;
  readonly public: string;
}

/** URLs under which pods, and everybody, reach the API. */
export function identityUrls(context: ServiceContext<KeystoneConfig>): IdentityUrls {
  return { internal: `${context.internalUrl('public')}/v3`, public: `${context.publicUrl('public')}/v3` };
}
