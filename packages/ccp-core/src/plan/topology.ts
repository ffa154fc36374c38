import type { Catalog } from '../catalog/index.ts';
import type { Configuration } from '../config/index.ts';
import { CcpError } from '../diagnostics/index.ts';

/** A node of the cluster, as far as planning needs it. */
export interface ClusterNode {
  readonly name: string;
  /** Internal address. */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Which services run, and where. */
export interface Topology {
  /** Service to the role that carries it. */
  readonly roleOf: ReadonlyMap<string, string>;
  /** Label that nodes of a role carry. */
  nodeLabel(role: string): string;
  /** Whether a node's label is one that ccp gives for roles of this environment. */
  isRoleLabel(label: string): boolean;
  /** Labels that each node should carry for its roles: node name to label to `true`. */
  nodeLabels(nodes: readonly ClusterNode[]): ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Derives the topology from `roles` and `nodes`; without `roles`, every service runs on its own default role. */
export function composeTopology(catalog: Catalog, { core }: Configuration): Topology {
  const written = Object.entries(core.roles).flatMap(([role, services]) => services.map((service) => [service, role] as const));
  const defaults = [...catalog.services.values()].map(({ definition }) => [definition.name, definition.role ?? 'controller'] as const);
  const prefix = `${core.environment.name}.ccp.io/`;
  const nodeLabel = (role: string): string => `${prefix}${role}`;
  return {
    roleOf: new Map(written.length > 0 ? written.reverse() : defaults),
    nodeLabel,
    isRoleLabel: (label) => label.startsWith(prefix),
    nodeLabels: (nodes) => new Map(nodes.map((node) => [node.name, Object.fromEntries(rolesOf(node.name, core.nodes).map((role) => [nodeLabel(role), 'true']))])),
  };
}

function rolesOf(node: string, patterns: Configuration['core']['nodes']): string[] {
  return [...new Set(Object.entries(patterns).flatMap(([pattern, { roles }]) => (new RegExp(`^(?:${pattern})$`).test(node) ? roles : [])))].sort();
}

/** Faults of `nodes:` patterns and of services whose role no node of the cluster has. */
export function checkTopology(topology: Topology, { core, raw }: Configuration, nodes: readonly ClusterNode[]): CcpError[] {
  const broken = Object.keys(core.nodes).flatMap((pattern) => {
    try {
      new RegExp(pattern);
      return [];
    } catch (cause) {
      return [new CcpError('CONFIG_INVALID', `nodes: "${pattern}" is not a regular expression`, { where: raw.locate(['nodes', pattern]), hint: 'Quote special characters.', cause })];
    }
  });
  if (broken.length > 0 || nodes.length === 0) return broken;
  const carried = new Set([...topology.nodeLabels(nodes).values()].flatMap((labels) => Object.keys(labels)));
  return [...topology.roleOf]
    .filter(([, role]) => !carried.has(topology.nodeLabel(role)))
    .map(([service, role]) => new CcpError('CONFIG_INVALID', `${service} runs on role "${role}", which no node has`, { where: raw.locate(['nodes']), hint: `Give the role to a node in "nodes:"; the cluster has ${nodes.map((node) => node.name).join(', ')}.` }));
}
