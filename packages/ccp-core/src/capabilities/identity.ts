import type { JobSpec } from '../definition/job.ts';
import type { SecretRef } from '../definition/secret.ts';

/** A domain. */
export interface DomainEntry {
  readonly name: string;
  readonly description?: string;
}

/** A project. */
export interface ProjectEntry {
  readonly name: string;
  /** Name of its domain. Default: that of the administrator. */
  readonly domain?: string;
  readonly description?: string;
}

/** Interfaces of an endpoint. */
export type EndpointInterface = 'admin' | 'internal' | 'public';

/** A service of the catalog with its endpoints in one region. */
export interface CatalogEntry {
  readonly name: string;
  /** For example `identity`. There is one service of each type. */
  readonly type: string;
  readonly description?: string;
  readonly endpoints: Readonly<Partial<Record<EndpointInterface, string>>>;
}

/** What a service asks the identity service to know. */
export interface Registration {
  readonly domains?: readonly DomainEntry[];
  readonly projects?: readonly ProjectEntry[];
  readonly roles?: readonly string[];
  readonly services?: readonly CatalogEntry[];
}

/**
 * Something that an API of the cloud holds, for example a network: made when it is absent, never changed. `${other}` in a text stands for
 * the id of the entry `other`, which must come earlier; `${project}` for that of the administrator's project, to which belongs what is made.
 */
export interface ResourceEntry {
  /** For references and messages; unique in the list. */
  readonly name: string;
  /** Type of the service in the catalog, for example `network`. */
  readonly type: string;
  /** Path that lists what there is, below the endpoint; the administrator sees what all projects have. */
  readonly list: string;
  /** Key of the list in the answer. */
  readonly plural: string;
  /** Fields by which it is known in the list. */
  readonly match: Readonly<Record<string, unknown>>;
  /** Request that makes it. */
  readonly make: { readonly method: 'POST' | 'PUT'; readonly path: string; readonly body: unknown };
}

/** An account of a service at the identity service, in the project `service`. */
export interface ServiceAccount {
  readonly user: string;
  readonly password: SecretRef;
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
  /** Account of the consumer, with its name; `register` makes it. */
  readonly account: ServiceAccount;
  /**
   * Key with which a consumer's token middleware encrypts what it keeps in the shared cache (`memcache_security_strategy
   * = ENCRYPT`, `memcache_secret_key`); one for each consumer. Absent: tokens are kept as they are.
   */
  readonly tokenCacheKey?: SecretRef;
  /** The job that makes the consumer's account (roles `admin` and `service`) and what it asks for, before its daemon starts. */
  register(wanted: Registration): JobSpec;
  /** The job that makes what is absent in the cloud, after the consumer's API answers. */
  ensure(resources: readonly ResourceEntry[]): JobSpec;
}
