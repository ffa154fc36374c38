import type { SecretRef } from '../definition/secret.ts';
import type { IdentityEndpoint } from './identity.ts';
import type { MessagingBuses, MessagingEndpoint } from './messaging.ts';

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

/** An API of OpenStack that is listed in the catalog of Keystone; consumers only wait for it. */
export interface ApiEndpoint {
  /** For pods, without version. */
  readonly internalUrl: string;
  /** For host, pods and guests, without version. */
  readonly publicUrl: string;
}

/** A TCP port of a service inside the cluster. */
export interface TcpEndpoint {
  readonly host: string;
  readonly port: number;
}

/** What every process of Nova's control plane shares. */
export interface ComputeCellEndpoint extends MessagingBuses {
  /** SQLAlchemy URLs with passwords as markers. */
  readonly apiDatabaseUrl: SecretRef | string;
  readonly databaseUrl: SecretRef | string;
  readonly identity: Pick<IdentityEndpoint, 'internalUrl' | 'publicUrl' | 'region' | 'account'>;
}

/** Nova's metadata for guests, behind the proxies of the network. */
export interface MetadataEndpoint extends TcpEndpoint {
  /** With which proxies sign the id of the instance. */
  readonly sharedSecret: SecretRef;
}

/** What every process of Neutron's control plane shares. */
export interface NetworkServerEndpoint extends MessagingBuses {
  /** SQLAlchemy URL with the password as a marker. */
  readonly databaseUrl: SecretRef | string;
  readonly identity: Pick<IdentityEndpoint, 'internalUrl' | 'publicUrl' | 'region' | 'account'>;
  /** Options of oslo.config that all of them must agree on, by section. */
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
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
  /** Images of disks. */
  readonly image: ApiEndpoint;
  /** Inventory of resources that instances are placed on. */
  readonly placement: ApiEndpoint;
  /** Instances. */
  readonly compute: ApiEndpoint;
  readonly 'compute-cell': ComputeCellEndpoint;
  /** Consoles of instances in a browser. */
  readonly console: ApiEndpoint;
  readonly metadata: MetadataEndpoint;
  /** Networks, ports, addresses. */
  readonly network: ApiEndpoint;
  readonly 'network-server': NetworkServerEndpoint;
  /** The database that says what OVN shall do. */
  readonly 'ovn-northbound': TcpEndpoint;
  /** The database that says how chassis do it. */
  readonly 'ovn-southbound': TcpEndpoint;
}

/** Names that `requires` and `provides` may use. */
export type CapabilityName = keyof CapabilityTypes;
