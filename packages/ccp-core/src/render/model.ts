import type { CapabilityName } from '../capabilities/index.ts';
import type { IngressSection, OsloOverride, PatchSection } from '../config/index.ts';
import type { Where } from '../diagnostics/index.ts';
import type { JobSpec, LiveFilesSpec, PodInit, ServiceContext, ServiceDefinition } from '../definition/index.ts';
import type { KubeObject } from './object.ts';
import type { Owner } from './labels.ts';
import type { TemplateText } from './template.ts';

/** All that rendering one service needs; pure data and functions. */
export interface ServiceModel {
  readonly owner: Owner;
  /** Bears the name of the instance, as `owner.service`. */
  readonly definition: ServiceDefinition;
  /** Name of the definition as its package wrote it. */
  readonly instanceOf: string;
  readonly context: ServiceContext;
  /** Configuration of the service, validated. */
  readonly config: unknown;
  /** Capability to the service that provides it. */
  readonly bindings: ReadonlyMap<CapabilityName, string>;
  /** Jobs that providers contribute, then the service's own; by name. */
  readonly jobs: ReadonlyMap<string, JobSpec>;
  /** Node labels that place the pods: on nodes that have one of them. */
  readonly nodeLabels: readonly string[];
  /** Nodes on which a DaemonSet has a configuration of its own. */
  readonly groups: readonly ServiceGroup[];
  readonly replicas: number;
  /** Node port by port name, offset added. */
  readonly nodePorts: ReadonlyMap<string, number>;
  /** Host name by port name, of ports that an Ingress leads to. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Public URL by port name, of every port that has a node port or a host name. */
  readonly publicUrls: ReadonlyMap<string, string>;
  /** How an Ingress is made; looked at only when there are `hosts`. */
  readonly ingress: Pick<IngressSection, 'className' | 'tlsSecret'>;
  readonly templates: ReadonlyMap<string, TemplateText>;
  /** Providers among the bindings that run outside the cluster: their endpoints are not waited for. */
  readonly outside: ReadonlySet<string>;
  /** Where bound providers keep the data of this service, by capability; part of the identity of its jobs. */
  readonly dataPlaces: Readonly<Record<string, unknown>>;
  readonly overrides: ServiceOverrides;
}

/** Nodes on which a service has a configuration of its own, and so a DaemonSet of its own. */
export interface ServiceGroup {
  /** Name of the DaemonSet. */
  readonly name: string;
  /** Node label that places its pods; those of the service's other DaemonSets stay away from it. */
  readonly label: string;
  /** Validated. */
  readonly config: unknown;
  readonly context: ServiceContext;
}

/** What `services.<name>` changes in what the package renders. */
export interface ServiceOverrides {
  /** Options of oslo.config, in the order of the configuration. */
  readonly options: readonly OsloOverride[];
  readonly patches: readonly ObjectPatch[];
  /** As plain data, for the annotation that plans compare: hashes instead of secrets; empty when nothing is overridden. */
  readonly shown: Readonly<Record<string, unknown>>;
}

/** A patch with its place. */
export interface ObjectPatch extends PatchSection {
  readonly where: Where;
}

/** What is the same for all services of a run. */
export interface RenderInputs {
  /** Reference that pods use for an image, by the image's name. */
  imageReference(image: string): string;
  /** Key of an image, by name. */
  imageKey(image: string): string;
  /** Version of a secret, by full name: a random id that changes with its value; `new` before it exists. */
  secretVersion(name: string): string;
  readonly podInit: PodInit | undefined;
}

/** Files and variables of one consumer: becomes an immutable Secret named by its content. */
export interface ConfigObject {
  readonly object: KubeObject;
  readonly name: string;
}

/** A job, ready to apply. */
export interface RenderedJob {
  /** Name in the package, for example `db-sync`. */
  readonly job: string;
  readonly phase: 'before' | 'after';
  /** Names (in the package) of jobs that come first. */
  readonly after: readonly string[];
  /** The config object it names, if it needs one, then the Job itself. */
  readonly config: KubeObject | undefined;
  readonly object: KubeObject;
  readonly expectedSeconds: number;
}

/** A service, ready to apply. */
export interface RenderedService {
  readonly service: string;
  readonly title: string;
  readonly config: unknown;
  /** What else `services.<name>` overrides; plain data, hashes instead of secrets. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** Services that must be ready first. */
  readonly dependsOn: readonly string[];
  /** Supporting objects, in the order of application. */
  readonly supports: readonly KubeObject[];
  readonly jobs: readonly RenderedJob[];
  /** Absent when the service runs outside the cluster. */
  readonly workload: KubeObject | undefined;
  /** DaemonSets for nodes with a configuration of their own, beside the workload. */
  readonly groups: readonly KubeObject[];
  /** Live Secrets to make when they are missing, by object name. */
  readonly liveSecrets: Readonly<Record<string, LiveFilesSpec>>;
}
