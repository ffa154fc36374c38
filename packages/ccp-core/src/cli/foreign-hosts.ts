import type { Configuration } from '../config/index.ts';
import type { HostAccess } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from '../engine/cluster-contract.ts';
import type { ClusterNode, Topology } from '../plan/topology.ts';
import { environmentLabel, type ServiceModel } from '../render/index.ts';
import { listEverywhere } from './list-everywhere.ts';

/** The environment that asks, as far as it matters where its services run. */
export interface HostClaims {
  readonly configuration: Configuration;
  readonly topology: Topology;
  readonly nodes: readonly ClusterNode[];
  readonly models: readonly ServiceModel[];
}

/** What of a pod is looked at. */
interface PodSpec {
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly volumes?: readonly { readonly hostPath?: object }[];
}

/** A service on a node, whose network, processes or folders it uses. */
interface HostUse {
  readonly node: string;
  readonly service: string;
}

/**
 * Faults (CONFIG_INVALID), one for each other environment: services that share something with their node (`daemon.host`) would run on
 * nodes where pods of it do so, too. A node has one hypervisor and one switch. None where the account may not list the pods of all namespaces.
 */
export async function foreignHosts(cluster: ClusterApi | undefined, claims: HostClaims): Promise<CcpError[]> {
  if (cluster === undefined) return [];
  const wanted = ownUses(claims);
  if (wanted.length === 0) return [];
  const pods = await listEverywhere(cluster, 'v1', 'Pod', `app.kubernetes.io/managed-by=ccp,${environmentLabel}`);
  const there = foreignUses(pods, claims.configuration.core.environment.name);
  return [...there].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([environment, uses]) => clash(claims, wanted, environment, uses));
}

function ownUses({ models, topology, nodes }: HostClaims): HostUse[] {
  const labels = [...topology.nodeLabels(nodes)];
  return models
    .filter(({ definition, context }) => definition.kind !== 'External' && shares(definition.daemon(context).host))
    .flatMap(({ owner: { service }, nodeLabels }) => labels.flatMap(([node, own]) => (nodeLabels.some((label) => label in own) ? [{ node, service }] : [])));
}

/** Privilege alone takes nothing away from others. */
function shares({ network, processes, paths = {} }: Partial<HostAccess> = {}): boolean {
  return network === true || processes === true || Object.keys(paths).length > 0;
}

/** By the name of the environment. */
function foreignUses(pods: readonly LiveObject[], own: string): Map<string, HostUse[]> {
  const uses = new Map<string, HostUse[]>();
  for (const { metadata, spec } of pods) {
    const { [environmentLabel]: environment, 'ccp.io/service': service = metadata.name } = metadata.labels ?? {};
    const { nodeName: node, ...shared } = (spec ?? {}) as PodSpec;
    if (environment === undefined || environment === own || node === undefined || !isSharing(shared)) continue;
    uses.set(environment, [...(uses.get(environment) ?? []), { node, service }]);
  }
  return uses;
}

function isSharing({ hostNetwork, hostPID, volumes = [] }: PodSpec): boolean {
  return hostNetwork === true || hostPID === true || volumes.some(({ hostPath }) => hostPath !== undefined);
}

function clash({ configuration, topology }: HostClaims, wanted: readonly HostUse[], environment: string, there: readonly HostUse[]): CcpError[] {
  const nodes = sorted(wanted.map(({ node }) => node).filter((node) => there.some((use) => use.node === node)));
  if (nodes.length === 0) return [];
  const services = (uses: readonly HostUse[]): string[] => sorted(uses.filter(({ node }) => nodes.includes(node)).map(({ service }) => service));
  const roles = sorted(services(wanted).flatMap((service) => topology.rolesOf.get(service) ?? []));
  return [
    new CcpError('CONFIG_INVALID', `${services(wanted).join(', ')} would share ${nodes.length === 1 ? 'the node' : 'the nodes'} ${nodes.join(', ')} with ${services(there).join(', ')} of the environment "${environment}"; each uses network or folders of its node, which has them once`, {
      where: configuration.raw.locate(['nodes']),
      hint: `Give both environments nodes of their own: in "nodes:", ${roles.map((role) => `"${role}"`).join(' and ')} must stand on nodes where "${environment}" runs none of these.`,
    }),
  ];
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
