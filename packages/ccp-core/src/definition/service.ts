import type { CapabilityName, CapabilityTypes } from '../capabilities/types.ts';
import { branded, type Branded } from './brand.ts';
import type { ConfigDefinition } from './config.ts';
import type { ConfiguredImages } from './configured-image.ts';
import type { HostAccess } from './host-access.ts';
import type { ImageDefinition } from './image-spec.ts';
import type { CommandSpec, JobSpec } from './job.ts';
import type { Probe } from './probe.ts';
import { secretRef, type SecretEscape, type SecretRef } from './secret.ts';

/** What the functions of a service definition may read. All of it is known before anything is deployed. */
export interface ServiceContext<C = unknown> {
  readonly config: C;
  /** Name of this service; unlike the definition's when one definition runs as several instances. */
  readonly service: string;
  readonly environment: { readonly name: string; readonly namespace: string; readonly region: string };
  readonly replicas: number;
  /** Names of the nodes that have the role, sorted; none as long as there is no cluster. */
  nodesWith(role: string): readonly string[];
  /** Bound capability values, by name; those in `requires` are always present, those in `wants` when they are bound. */
  readonly needs: Partial<CapabilityTypes>;
  /** What the parts of `further` got, by capability and name of the part. */
  readonly further: { readonly [K in CapabilityName]?: Readonly<Record<string, CapabilityTypes[K]>> };
  /** A secret of this service: declared in its `secrets`, by local name. */
  secret(localName: string): SecretRef;
  /** `http://<service>.<namespace>.svc:<port>` of one of this service's ports. */
  internalUrl(port: string): string;
  /** URL that host, pods and guests can reach; the port must declare `nodePort`, or `ingress` where that is enabled. */
  publicUrl(port: string): string;
}

/** One TCP port of a service. */
export interface PortSpec {
  readonly port: number;
  /** Fixed node port (30000-32767) for the public endpoint; `endpoints.nodePortOffset` is added. */
  readonly nodePort?: number;
  /** First part of its host name where `endpoints.ingress` is enabled; it then takes no node port. */
  readonly ingress?: string;
}

/** A file rendered into a container from a Handlebars template of the package's `templates/`. */
export interface FileSpec {
  readonly path: string;
  readonly template: string;
  /** Octal. Default: `0440`. */
  readonly mode?: string;
  /** `oslo`: an INI file of oslo.config; overrides and diffs work on its options. Default: `text`. */
  readonly format?: 'oslo' | 'text';
}

/** Files that live: made once by ccp, mounted as a folder, changed in place by rotation; no deploy touches them. */
export interface LiveFilesSpec {
  /** Folder in the container. */
  readonly path: string;
  /** Makes the first content. Called once per environment. Keys are file names. */
  readonly make: () => Readonly<Record<string, string>>;
}

/** A persistent volume of each replica (StatefulSet only). */
export interface VolumeSpec {
  readonly path: string;
  /** Kubernetes quantity, for example `10Gi`. */
  readonly size: string;
}

/** A secret that ccp generates once per environment: 32 characters of [A-Za-z0-9]; or takes from the file of `secrets.file`. */
export interface SecretSpec {
  readonly description: string;
  /** Somebody else chose it, so it is never generated: the operator must import it. Default: false. */
  readonly imported?: boolean;
}

/** The long-running container. */
export interface DaemonSpec extends CommandSpec {
  /** `alive` is left out where a restart does more harm than a daemon that hangs. */
  readonly probes: { readonly ready: Probe; readonly started: Probe; readonly alive?: Probe };
  /**
   * Files beside the service's that depend on the configuration. Text may hold secret markers. Keys are absolute paths;
   * what ends in `.conf` is a file of oslo.config when the service has such files.
   */
  readonly ownFiles?: Readonly<Record<string, string>>;
  /** Seconds from SIGTERM to SIGKILL. Default: 75. */
  readonly graceSeconds?: number;
  /** What it shares with its node. Default: nothing. */
  readonly host?: HostAccess;
  /**
   * Commands that end before the daemon starts, by name, in this order: init containers of the service's image with the daemon's files, folders
   * and variables. They run again whenever a pod is made; what must happen once is a job. Default: none.
   */
  readonly prepare?: Readonly<Record<string, readonly string[]>>;
  /**
   * Runs in the container before it is told to end, within `graceSeconds`. Default: a wait of 5 s where other pods may answer in the place of
   * this one, else nothing.
   */
  readonly preStop?: readonly string[];
  /** In-memory or scratch folders that die with the container; `/tmp` is always one. */
  readonly scratch?: readonly string[];
}

/** Annotations for programs that look at them, for example a monitoring system that is told what to ask. Never secrets. */
export interface Annotations {
  /** Of the daemon's pods; a change restarts them. */
  readonly pod?: Readonly<Record<string, string>>;
  /** Of the Service `<service>`. */
  readonly service?: Readonly<Record<string, string>>;
}

/** Who asks a provider for a capability. */
export interface Consumer {
  readonly service: string;
  /** Name of a further part of the service's data (see `further`), for example of a second database of the same account; absent for the first. */
  readonly part?: string;
}

/** A secret that the provider's `secretsFor` declares for `consumer` under this local name. */
export function consumerSecret(consumer: Consumer, localName: string, escape?: SecretEscape): SecretRef {
  return secretRef(`${consumer.service}.${localName}`, escape);
}

/** Name of what belongs to a part: that of the first is the plain one. */
export function partName(part: string | undefined, localName: string): string {
  return part === undefined ? localName : `${part}-${localName}`;
}

/** Name of the consumer's part for objects of the provider, for example `nova` and `nova-cell0`. */
export function consumerName({ service, part }: Consumer): string {
  return part === undefined ? service : `${service}-${part}`;
}

/** How a service serves a capability. */
export interface CapabilityProvider<K extends CapabilityName, C> {
  /** Which port's endpoints consumers wait for. */
  readonly port: string;
  /** Services that only want it get it when their `bindings` name it: serving it costs more than it gives to whoever does not ask. Default: false. */
  readonly onRequest?: boolean;
  /** What one consumer gets. */
  value(context: ServiceContext<C>, consumer: Consumer): CapabilityTypes[K];
  /** Secrets that each consumer needs, by local name; `consumerSecret` refers to them. All parts of a consumer share them. */
  secretsFor?(consumer: Consumer, context: ServiceContext<C>): Readonly<Record<string, SecretSpec>>;
  /** Jobs that run before the consumer's own `before` jobs; keys are names, unique within the consumer. That of a further part gets the part's name in front. */
  jobsFor?(context: ServiceContext<C>, consumer: Consumer): Readonly<Record<string, JobSpec>>;
  /** Where the consumer's data is kept, as plain data: when it changes, the consumer's jobs run again. Default: nothing is kept. */
  keeps?(context: ServiceContext<C>, consumer: Consumer): unknown;
}

/** Providers by capability. */
export type Provides<C> = { readonly [K in CapabilityName]?: CapabilityProvider<K, C> };

/** Where a service outside the cluster is. Its `ports` are the ports there. */
export interface ExternalPlace {
  /** An IPv4 or IPv6 address, or a host name; undefined while the configuration does not say it, which is a fault of it. */
  readonly host: string | undefined;
}

/** CPU and memory as Kubernetes quantities. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string; readonly cpu?: string };
}

/** What a profile of the environment changes of a service's own defaults; the configuration may override each value. */
export interface ServiceProfile<C = unknown> {
  /** Default: as `availability` says. */
  readonly replicas?: number;
  /** Values in the place of the schema's defaults. */
  readonly config?: Partial<C>;
  /** Default: as `resources` says. */
  readonly resources?: Resources;
}

/** How a service is written. */
export interface ServiceSpec<C> {
  /** Lower case, `-` between words; name of its objects. */
  readonly name: string;
  readonly title: string;
  /** `External`: it runs outside the cluster; made by `defineExternalService` only. */
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'External';
  /** `on-demand`: runs only when `services.<name>` is written or names it as `definition`. Default: `default`. */
  readonly instantiate?: 'default' | 'on-demand';
  /** Where an external service is. */
  readonly external?: (context: { readonly config: C }) => ExternalPlace;
  /** Roles whose nodes run it by default: each node that has one of them. Default: `controller`. */
  readonly roles?: readonly string[];
  readonly image: ImageDefinition;
  /** Further images, for its jobs, that follow from the configuration. */
  readonly images?: ConfiguredImages<C>;
  readonly config: ConfigDefinition<C>;
  readonly requires?: readonly CapabilityName[];
  /** Capabilities that it uses when a service of the environment provides them, and can do without. */
  readonly wants?: readonly CapabilityName[];
  /** Those of `requires` that each pod needs on its own node: the daemon waits for an endpoint there. Default: an endpoint anywhere will do. */
  readonly local?: readonly CapabilityName[];
  /** Further parts of the service's data at required capabilities, by name: each gets a value and jobs of its own, for example a second database. The account is the same. */
  readonly further?: { readonly [K in CapabilityName]?: readonly string[] };
  readonly provides?: Provides<C>;
  readonly ports: (context: { readonly config: C }) => Readonly<Record<string, PortSpec>>;
  readonly annotations?: (context: { readonly config: C }) => Annotations;
  readonly secrets?: Readonly<Record<string, SecretSpec>>;
  /** Further secrets that depend on the configuration. */
  readonly configSecrets?: (context: { readonly config: C }) => Readonly<Record<string, SecretSpec>>;
  readonly files?: Readonly<Record<string, FileSpec>>;
  readonly liveFiles?: Readonly<Record<string, LiveFilesSpec>>;
  /** Extra variables for templates, besides `config`, `service`, `environment`, `needs`, `ports`, `replicas`, `secrets`. */
  readonly variables?: (context: ServiceContext<C>) => Readonly<Record<string, unknown>>;
  readonly volumes?: Readonly<Record<string, VolumeSpec>>;
  /** Work that runs to completion, by name. A StatefulSet gets the headless Service `<service>-members`. */
  readonly jobs?: (context: ServiceContext<C>) => Readonly<Record<string, JobSpec>>;
  readonly daemon: (context: ServiceContext<C>) => DaemonSpec;
  readonly availability: {
    readonly replicas: number;
    /** Most replicas that the service can work with; more are refused. Default: no limit. */
    readonly max?: number;
    /** `host`: prefer different nodes; `required`: insist on it. */
    readonly spread?: 'host' | 'required';
    readonly disruption?: { readonly maxUnavailable: number };
  };
  readonly resources: Resources;
  /**
   * When pods are replaced by those of a new revision. `on-delete` (DaemonSet): when the old pod is deleted, for what guests' traffic
   * runs through. `recreate` (Deployment): when all old ones are gone, for what must not run twice. Default: `rolling`, one after the other.
   */
  readonly update?: 'rolling' | 'on-delete' | 'recreate';
  /** By the configuration's `profile`; `local` is the definition itself. Default: the same in every profile. */
  readonly profiles?: { readonly ha?: ServiceProfile<C> };
}

/** A service as its package wrote it, for any configuration type. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the catalog holds services of every configuration type
export type ServiceDefinition<C = any> = ServiceSpec<C> & Branded<'service'>;

/** All secrets of a service with this configuration, by local name. */
export function secretsOf(definition: ServiceDefinition, config: unknown): Readonly<Record<string, SecretSpec>> {
  return { ...definition.secrets, ...definition.configSecrets?.({ config }) };
}

/** Declares a service. Pure: nothing is rendered or deployed. */
export function defineService<C>(spec: ServiceSpec<C>): ServiceDefinition<C> {
  return branded('service', spec);
}
