import type { CloudResource, ResourceCleaner } from './cleaner.ts';
import type { CloudSession } from './cloud.ts';

/** What a cloud has on a node outside of pods, and what it knows of the node: for whoever takes a node away. */
export interface NodeResidents {
  /** For example `servers`; unique. */
  readonly name: string;
  readonly title: string;
  /** Type of the endpoint that it needs; where the catalog has none, there are none. */
  readonly endpoint: string;
  /** Name of the service whose pods run where there may be some. */
  readonly agent: string;
  /** What is on the node, of all projects. */
  list(cloud: CloudSession, node: string, signal: AbortSignal): Promise<readonly CloudResource[]>;
  /** As {@link ResourceCleaner.remove}. */
  readonly remove: ResourceCleaner['remove'];
  /** Removes what the cloud knows of a node that is gone, so that a later one of its name is new to it. Nothing to do is fine. Throws VERIFY_FAILED. */
  forget(cloud: CloudSession, node: string, signal: AbortSignal): Promise<void>;
  /** For people: how to do the same as `forget` by hand. */
  byHand(node: string): string;
}
