import type { SecretRef } from '../definition/secret.ts';

/** A relational database and an account of its own for one consumer. */
export interface DatabaseEndpoint {
  readonly host: string;
  readonly port: number;
  /** Name of the consumer's database. */
  readonly name: string;
  readonly user: string;
  readonly password: SecretRef;
  /** SQLAlchemy URL with the password as a marker, ready for `[database] connection`. */
  readonly url: SecretRef | string;
}

/** A memcached pool. */
export interface CacheEndpoint {
  /** `host:port` of every member. */
  readonly servers: readonly string[];
}

/** The identity service and its administrator. */
export interface IdentityEndpoint {
  /** URL with version for pods, for example `http://keystone.ccp.svc:5000/v3`. */
  readonly internalUrl: string;
  /** URL with version that host, pods and guests can reach. */
  readonly publicUrl: string;
  readonly region: string;
  readonly admin: {
    readonly user: string;
    readonly project: string;
    readonly domain: string;
    readonly password: SecretRef;
  };
  /**
   * Key with which a consumer's token middleware encrypts what it keeps in the shared cache (`memcache_security_strategy
   * = ENCRYPT`, `memcache_secret_key`); one for each consumer. Absent: tokens are kept as they are.
   */
  readonly tokenCacheKey?: SecretRef;
}

/** A message bus and an account of its own for one consumer. */
export interface MessagingEndpoint {
  /** oslo.messaging's URL with the password as a marker, ready for `transport_url`. */
  readonly transportUrl: SecretRef | string;
}

/** Value type of each capability: what a provider hands to its consumers. */
export interface CapabilityTypes {
  readonly database: DatabaseEndpoint;
  readonly cache: CacheEndpoint;
  readonly identity: IdentityEndpoint;
  /** Remote procedure calls between the parts of a service. */
  readonly rpc: MessagingEndpoint;
  /** Events for whoever listens: audit, billing, search. */
  readonly notifications: MessagingEndpoint;
}

/** Names that `requires` and `provides` may use. */
export type CapabilityName = keyof CapabilityTypes;
