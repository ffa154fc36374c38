import { mergeOverrides, type NodeOverride } from '../config/index.ts';
import { canonicalJson, contentHash } from '../render/index.ts';

/** Nodes on which a service has a configuration of its own. */
export interface NodeGroup {
  /** Name of its DaemonSet, `<service>-<hash of the keys>`: the same whatever the keys say and whichever nodes they mean. */
  readonly name: string;
  /** Over the configuration of the service. */
  readonly override: NodeOverride;
}

/** A key of `nodes` with what it says of one service. */
export interface KeyedOverride {
  readonly key: string;
  readonly override: NodeOverride;
}

/** The group of a node that these keys fit, in the order of the file; undefined when they change nothing. */
export function groupOf(service: string, keys: readonly KeyedOverride[]): NodeGroup | undefined {
  const override = mergeOverrides(keys.map((key) => key.override));
  if (Object.keys(override).length === 0) return undefined;
  return { name: `${service}-${contentHash(keys.map(({ key }) => key), 6)}`, override };
}

/** One group for each different override, in the order of names; the first stands for all that are equal. */
export function distinctGroups(groups: readonly (NodeGroup | undefined)[]): NodeGroup[] {
  const byOverride = new Map<string, NodeGroup>();
  const sorted = groups.filter((group) => group !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const group of sorted) {
    const content = canonicalJson(group.override);
    if (!byOverride.has(content)) byOverride.set(content, group);
  }
  return [...byOverride.values()];
}
