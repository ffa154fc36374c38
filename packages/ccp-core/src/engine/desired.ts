import type { ClusterNode, Topology } from '../plan/topology.ts';
import type { KubeObject, RenderedService } from '../render/index.ts';

/** What is compared with the cluster. */
export interface Desired {
  readonly environment: string;
  readonly namespace: string;
  readonly topology: Topology;
  readonly nodes: readonly ClusterNode[];
  readonly environmentObjects: readonly KubeObject[];
  /** Providers first. */
  readonly services: readonly RenderedService[];
}
