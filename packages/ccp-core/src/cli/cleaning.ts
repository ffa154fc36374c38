import { shown, type CloudSession, type ResourceCleaner } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { findResources, removeResources, type FoundResources } from '../engine/clean-resources.ts';
import type { ClusterApi, LiveObject } from '../engine/cluster-contract.ts';
import { openCloud, type CloudOptions } from './cloud.ts';
import { removeCredentials } from './credentials.ts';
import { ownNamespace, removeNamespace } from './namespace.ts';
import type { Workspace } from './workspace.ts';

/** A label that ccp gave a node. */
export interface NodeLabel {
  readonly node: string;
  readonly label: string;
}

/** A volume that the environment claims, and what becomes of it. */
export interface ClaimedVolume {
  readonly volume: string;
  readonly claim: string;
  /** `Retain`: the volume and its data stay. */
  readonly policy: string;
}

/** What tenants made through the cloud's APIs. */
interface TenantResources {
  /** Undefined when the cloud is not asked. */
  readonly cloud: CloudSession | undefined;
  readonly resources: readonly FoundResources[];
}

/** What of an environment lies outside its namespace, and goes with it. */
interface Bound extends TenantResources {
  readonly labels: readonly NodeLabel[];
}

/** What an environment consists of, besides its objects in Kubernetes. */
export interface Remains extends Bound {
  readonly namespaceExists: boolean;
  readonly volumes: readonly ClaimedVolume[];
  /** Folders of nodes in which services keep something beyond their pods; nothing removes them. Sorted. */
  readonly nodeFolders: readonly string[];
  /** A local cluster of ccp, which gives kept volumes away again when it is made sure of the next time. */
  readonly localCluster: boolean;
}

/**
 * Finds what is to be removed; changes nothing. `options`: undefined to leave the cloud's own resources alone. Throws CONFIG_INVALID
 * for somebody else's namespace, VERIFY_FAILED when the cloud's APIs do not answer, and the faults of cleaners.
 */
export async function findRemains(workspace: Workspace, cluster: ClusterApi, options: CloudOptions | undefined): Promise<Remains> {
  const { namespace } = workspace.session.configuration;
  const { namespaceExists, answers, nodeFolders } = await stateOf(workspace, cluster);
  const [labels, volumes] = await Promise.all([roleLabels(workspace, cluster), cluster.list('v1', 'PersistentVolume', '')]);
  const tenants = await findTenantResources(workspace, cluster, answers ? options : undefined);
  const localCluster = (await workspace.clusterSource()).kind === 'provided';
  return { namespaceExists, ...tenants, labels, nodeFolders, volumes: volumes.flatMap((volume) => claimedBy(namespace, volume)), localCluster };
}

/**
 * Finds and removes at once, as {@link findRemains} and {@link removeRemains}, but lists no volumes, which needs a right of its own. The cloud is asked only
 * where components let tenants make what outlives the namespace; with `keepTenants` not at all. Returns the folders of nodes that stay. Throws the same.
 */
export async function leaveCluster(workspace: Workspace, cluster: ClusterApi, { keepTenants }: { readonly keepTenants: boolean }): Promise<readonly string[]> {
  const { answers, nodeFolders } = await stateOf(workspace, cluster);
  const asked = answers && !keepTenants && (await cleanersOf(workspace)).length > 0;
  const tenants = await findTenantResources(workspace, cluster, asked ? {} : undefined);
  await removeRemains(workspace, cluster, { ...tenants, labels: await roleLabels(workspace, cluster) });
  return nodeFolders;
}

/** Removes what was found: the cloud's resources, then the namespace, then what is bound to nodes and this host's credentials. */
export async function removeRemains(workspace: Workspace, cluster: ClusterApi, { cloud, resources, labels }: Bound): Promise<void> {
  const { configuration, stateDirectory, options } = workspace.session;
  const { namespace, core } = configuration;
  const { events, signal } = options;
  if (cloud !== undefined) await removeResources(resources, cloud, events, signal).catch(rethrowWithWayOut);
  await shown(events, { kind: 'cluster', name: namespace, title: 'removing the namespace', expectedSeconds: 30 }, async (step) => {
    await removeNamespace(cluster, { environment: core.environment.name, namespace }, { signal });
    step('removing labels of nodes');
    for (const { node, label } of labels) await cluster.labelNode(node, { [label]: null });
  });
  await removeCredentials(stateDirectory);
}

/**
 * `answers`: whether the cloud can be asked. Without a workload there is nobody to answer: either nothing was deployed yet, or a removal that was
 * stopped had deleted them, and what tenants made before them.
 */
async function stateOf({ session: { configuration } }: Workspace, cluster: ClusterApi): Promise<{ readonly answers: boolean } & Pick<Remains, 'namespaceExists' | 'nodeFolders'>> {
  const { namespace, core } = configuration;
  const live = await ownNamespace(cluster, { environment: core.environment.name, namespace });
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return { namespaceExists: live !== undefined, answers: false, nodeFolders: [] };
  const workloads = (await Promise.all(['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => cluster.list('apps/v1', kind, namespace)))).flat();
  return { namespaceExists: true, answers: workloads.length > 0, nodeFolders: [...new Set(workloads.flatMap(keptFolders))].sort() };
}

/** Folders that a workload had made on its nodes, but for those of a tmpfs. */
function keptFolders({ spec }: LiveObject): string[] {
  const { template } = (spec ?? {}) as { template?: { spec?: { volumes?: readonly { hostPath?: { path: string; type?: string } }[] } } };
  return (template?.spec?.volumes ?? []).flatMap(({ hostPath }) => (hostPath?.type === 'DirectoryOrCreate' && /^\/(var|etc)\//.test(hostPath.path) ? [hostPath.path] : []));
}

async function roleLabels({ session: { topology } }: Workspace, cluster: ClusterApi): Promise<NodeLabel[]> {
  return (await cluster.nodes()).flatMap(({ name: node, labels }) => Object.keys(labels).filter((label) => topology.isRoleLabel(label)).map((label) => ({ node, label })));
}

async function cleanersOf(workspace: Workspace): Promise<ResourceCleaner[]> {
  return (await workspace.tools()).flatMap(({ module }) => module.cleaners ?? []);
}

/** Nothing when no service provides identity: then nobody made anything through it. */
async function findTenantResources(workspace: Workspace, cluster: ClusterApi, options: CloudOptions | undefined): Promise<TenantResources> {
  const cloud = options === undefined ? undefined : await openCloud(workspace, cluster, options).catch(rethrowWithWayOut);
  const resources = cloud === undefined ? [] : await findResources(await cleanersOf(workspace), cloud, workspace.session.options.signal).catch(rethrowWithWayOut);
  return { cloud, resources };
}

/** Without the cloud's APIs nothing of the tenants' can be found or deleted; whoever wants to go on says so. */
function rethrowWithWayOut(fault: unknown): never {
  if (!(fault instanceof CcpError) || (fault.code !== 'VERIFY_FAILED' && fault.code !== 'NOT_DEPLOYED')) throw fault;
  throw new CcpError(fault.code, `the resources of tenants cannot be cleaned: ${fault.message}`, {
    evidence: fault.evidence,
    hint: `${fault.hint ?? 'See ccp status.'} Then try again, or give --skip-os-cleanup: what tenants made is left behind, and instances go on running on their nodes.`,
    cause: fault,
  });
}

function claimedBy(namespace: string, { metadata, spec }: LiveObject): ClaimedVolume[] {
  const { claimRef, persistentVolumeReclaimPolicy = 'Retain' } = (spec ?? {}) as { claimRef?: { namespace: string; name: string }; persistentVolumeReclaimPolicy?: string };
  return claimRef?.namespace === namespace ? [{ volume: metadata.name, claim: claimRef.name, policy: persistentVolumeReclaimPolicy }] : [];
}
