import type { Catalog } from '../catalog/index.ts';
import type { Configuration } from '../config/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { canonicalJson, type ServiceModel } from '../render/index.ts';
import { distinctGroups, groupOf, type KeyedOverride, type NodeGroup } from './node-groups.ts';
import { parseNodeSelector, SelectorError, type NodeSelector } from './node-selector.ts';

/** A node of the cluster, as far as planning needs it. */
export interface ClusterNode {
  readonly name: string;
  /** Internal address. */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Which services run, and where. */
export interface Topology {
  /** Service to the roles that carry it: it runs on nodes that have one of them. Services whose roles no key of `nodes` gives are not there. */
  readonly rolesOf: ReadonlyMap<string, readonly string[]>;
  /** Label that nodes of a role, or of a group by its name, carry. */
  nodeLabel(role: string): string;
  /** Groups of those of `nodes` on which a service has a configuration of its own; without nodes one for each key that says so. */
  groupsOf(service: string, nodes: readonly ClusterNode[]): readonly NodeGroup[];
  /** Whether a node's label is one that ccp gives for roles of this environment. */
  isRoleLabel(label: string): boolean;
  /** Labels that each node should carry for its roles that services have, and for its groups: node name to label to `true`. */
  nodeLabels(nodes: readonly ClusterNode[]): ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Names of those of `nodes` that have the role, sorted. */
  nodesWith(role: string, nodes: readonly ClusterNode[]): readonly string[];
}

/**
 * Derives the topology from `roles` and `nodes`; without `roles`, every service runs on its own default roles.
 */
export function composeTopology(catalog: Catalog, { core }: Configuration): Topology {
  const given = new Set(Object.values(core.nodes).flatMap(({ roles }) => roles));
  const known = rolesOfServices(catalog, core);
  const carrying = new Map<string, string[]>();
  for (const [role, services] of known) if (given.has(role)) for (const service of services) carrying.set(service, [...(carrying.get(service) ?? []), role]);
  const prefix = `${core.environment.name}.ccp.io/`;
  const nodeLabel = (role: string): string => `${prefix}${role}`;
  const selectors = Object.entries(core.nodes).flatMap(([key, { roles, config }]) => {
    const selector = selectorOf(key);
    return selector instanceof SelectorError ? [] : [{ key, selector, roles, config }];
  });
  const rolesOfNode = (node: ClusterNode): string[] => [...new Set(selectors.flatMap(({ selector, roles }) => (selector(node) ? roles : [])))].filter((role) => known.has(role)).sort();
  const keyed = (service: string, keys: typeof selectors): KeyedOverride[] => keys.flatMap(({ key, config }) => (config[service] === undefined ? [] : [{ key, override: config[service] }]));
  const carries = (node: ClusterNode, service: string): boolean => rolesOfNode(node).some((role) => carrying.get(service)?.includes(role));
  const groupOn = (node: ClusterNode, service: string): NodeGroup | undefined => (carries(node, service) ? groupOf(service, keyed(service, selectors.filter(({ selector }) => selector(node)))) : undefined);
  const groupsOf = (service: string, nodes: readonly ClusterNode[]): NodeGroup[] => distinctGroups(nodes.length === 0 ? keyed(service, selectors).map((key) => groupOf(service, [key])) : nodes.map((node) => groupOn(node, service)));
  const overridden = [...new Set(selectors.flatMap(({ config }) => Object.keys(config)))];
  /** Names of the groups of a node; of those with equal overrides the one that stands for them. */
  const groupsOn = (node: ClusterNode, nodes: readonly ClusterNode[]): string[] =>
    overridden.flatMap((service) => {
      const own = groupOn(node, service);
      return groupsOf(service, nodes).flatMap(({ name, override }) => (own !== undefined && canonicalJson(override) === canonicalJson(own.override) ? [name] : []));
    });
  return {
    rolesOf: carrying,
    nodeLabel,
    groupsOf,
    isRoleLabel: (label) => label.startsWith(prefix),
    nodeLabels: (nodes) => new Map(nodes.map((node) => [node.name, Object.fromEntries([...rolesOfNode(node), ...groupsOn(node, nodes)].map((name) => [nodeLabel(name), 'true']))])),
    nodesWith: (role, nodes) => nodes.filter((node) => rolesOfNode(node).includes(role)).map(({ name }) => name).sort(),
  };
}

/** Every role with its services: those that the configuration writes, else the services' own. */
export function rolesOfServices(catalog: Catalog, core: Configuration['core']): ReadonlyMap<string, readonly string[]> {
  if (Object.keys(core.roles).length > 0) return new Map(Object.entries(core.roles));
  const roles = new Map<string, string[]>();
  for (const { definition } of catalog.services.values()) {
    // What runs outside the cluster needs no node.
    if (definition.kind === 'External') continue;
    for (const role of definition.roles ?? ['controller']) roles.set(role, [...(roles.get(role) ?? []), definition.name]);
  }
  return roles;
}

function selectorOf(key: string): NodeSelector | SelectorError {
  try {
    return parseNodeSelector(key);
  } catch (error) {
    if (error instanceof SelectorError) return error;
    throw error;
  }
}

/** Faults of the keys of `nodes:` and of services whose role no node of the cluster has. */
export function checkTopology(topology: Topology, { core, raw }: Configuration, nodes: readonly ClusterNode[]): CcpError[] {
  const broken = Object.keys(core.nodes).flatMap((key) => {
    const selector = selectorOf(key);
    if (!(selector instanceof SelectorError)) return [];
    const hint = 'A key is a regular expression of the whole node name, or label: and a label selector, for example label:disk=ssd,zone!=b.';
    return [new CcpError('CONFIG_INVALID', `nodes: "${key}" cannot be used: ${selector.message}`, { where: raw.locate(['nodes', key]), hint, cause: selector.cause })];
  });
  if (broken.length > 0 || nodes.length === 0) return broken;
  const carried = new Set([...topology.nodeLabels(nodes).values()].flatMap((labels) => Object.keys(labels)));
  return [...topology.rolesOf]
    .filter(([, roles]) => roles.every((role) => !carried.has(topology.nodeLabel(role))))
    .map(([service, roles]) => new CcpError('CONFIG_INVALID', `${service} runs on role "${roles.join('" or "')}", which no node has`, { where: raw.locate(['nodes']), hint: `Give the role to a node in "nodes:"; the cluster has ${nodes.map((node) => node.name).join(', ')}.` }));
}

/** Faults of services that want more replicas than nodes can carry them. */
export function checkCandidates(models: readonly ServiceModel[], topology: Topology, { raw }: Configuration, nodes: readonly ClusterNode[]): CcpError[] {
  if (nodes.length === 0) return [];
  const labels = [...topology.nodeLabels(nodes)];
  return models.flatMap(({ owner: { service }, definition, replicas, nodeLabels }) => {
    const candidates = labels.filter(([, own]) => nodeLabels.some((label) => label in own)).map(([name]) => name);
    if (definition.kind === 'DaemonSet' || replicas <= candidates.length) return [];
    const where = { object: `replicas.${service}`, ...(raw.origin(['replicas', service]) ?? raw.origin(['profile'])) };
    return [new CcpError('CONFIG_INVALID', `${service} wants ${replicas} replicas; nodes of its role are ${candidates.length}: ${candidates.join(', ')}`, { where, hint: `Give the role to more nodes, or set replicas.${service} to ${candidates.length}.` })];
  });
}
