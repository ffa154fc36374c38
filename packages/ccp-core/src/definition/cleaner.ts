import type { CloudAccess, CloudSession } from './cloud.ts';
import type { ToolContext } from './tool-context.ts';

/** Opens sessions; offered by the component that serves `identity`. Throws VERIFY_FAILED when it cannot. */
export type CloudConnector = (context: ToolContext, access: CloudAccess) => Promise<CloudSession>;

/** Something that a tenant made through the cloud's APIs. */
export interface CloudResource {
  readonly id: string;
  /** For people; may be empty. */
  readonly name: string;
}

/** Deletes what tenants made, before the services that know of it go. */
export interface ResourceCleaner {
  /** For example `servers`; unique. */
  readonly name: string;
  readonly title: string;
  /** Type of the endpoint that it needs; where the catalog has none, there is nothing to clean. */
  readonly endpoint: string;
  /** Names of cleaners that must be done before; those that no component offers are passed over. */
  readonly after?: readonly string[];
  /** What is there, of all projects. */
  list(cloud: CloudSession, signal: AbortSignal): Promise<readonly CloudResource[]>;
  /** Deletes these and waits until they are gone. Throws CcpError with what is left. */
  remove(cloud: CloudSession, resources: readonly CloudResource[], progress: { readonly signal: AbortSignal; step(text: string): void }): Promise<void>;
}
