export type { CapabilityName, CapabilityTypes, DatabaseEndpoint, CacheEndpoint, IdentityEndpoint } from './types.ts';
