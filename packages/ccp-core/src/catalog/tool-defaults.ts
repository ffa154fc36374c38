import { sectionName, type Configuration } from '../config/index.ts';
import type { Catalog } from './catalog.ts';

/** Values that a tool gives a service in the place of the service's own defaults. */
export interface ToolDefaults {
  /** The tool's component. */
  readonly component: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What tools that provide the cluster say of services, by service. Nothing when the cluster is somebody else's, or where the tool's section is faulty. */
export function toolDefaults({ components }: Catalog, configuration: Configuration): ReadonlyMap<string, ToolDefaults> {
  if (configuration.core.kubernetes.kubeconfig !== undefined) return new Map();
  return new Map(
    components.flatMap(({ name, definition }) => {
      const section = definition.section?.safeParse(configuration.section(sectionName(name)) ?? {});
      if (definition.serviceDefaults === undefined || section?.success === false) return [];
      return Object.entries(definition.serviceDefaults(section?.data)).map(([service, config]) => [service, { component: name, config }] as const);
    }),
  );
}
