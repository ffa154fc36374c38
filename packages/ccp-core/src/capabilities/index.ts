export type { CapabilityName, CapabilityTypes, DatabaseEndpoint, CacheEndpoint, IdentityEndpoint, MessagingEndpoint } from './types.ts';
