import type { ClusterConnection } from '../definition/index.ts';
import type { ClusterSource } from './tools.ts';

/** When images can be pushed, and where to. */
export interface RegistryStart {
  /** Images that must be in the engine before the registry can be started. */
  readonly images: readonly string[];
  /**
   * `host:port` that this engine can push to, as soon as something listens there; undefined: the images' own references name the
   * registry. `cluster`: what else makes the registry, where the cluster's maker cannot start it alone.
   */
  start(cluster: () => Promise<ClusterConnection>): Promise<string | undefined>;
}

/** How the registry of a cluster becomes reachable: at once where it exists, else before the nodes where that is possible. */
export function registryStart(source: ClusterSource): RegistryStart {
  if (source.kind === 'existing') return { images: [], start: () => Promise.resolve(source.connection.pushAddress) };
  const { registry } = source.provider;
  if (registry === undefined) return { images: [], start: async (cluster) => (await cluster()).pushAddress };
  return { images: registry.images.map((image) => image.name), start: () => registry.ensure(source.context) };
}
