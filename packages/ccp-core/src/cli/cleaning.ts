import { rm } from 'node:fs/promises';
import { shown, type CloudSession } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { findResources, removeResources, type FoundResources } from '../engine/clean-resources.ts';
import type { ClusterApi, LiveObject } from '../engine/cluster-contract.ts';
import { openCloud, type CloudOptions } from './cloud.ts';
import { credentialFiles } from './credentials.ts';
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

/** What an environment consists of, besides its objects in Kubernetes. */
export interface Remains {
  readonly namespaceExists: boolean;
  /** Undefined when the cloud is not asked. */
  readonly cloud: CloudSession | undefined;
  readonly resources: readonly FoundResources[];
  readonly labels: readonly NodeLabel[];
  readonly volumes: readonly ClaimedVolume[];
  /** A local cluster of ccp, which gives kept volumes away again when it is made sure of the next time. */
  readonly localCluster: boolean;
}

/**
 * Finds what is to be removed; changes nothing. `options`: undefined to leave the cloud's own resources alone. Throws CONFIG_INVALID
 * for somebody else's namespace, VERIFY_FAILED when Keystone does not answer, and the faults of cleaners.
 */
export async function findRemains(workspace: Workspace, cluster: ClusterApi, options: CloudOptions | undefined): Promise<Remains> {
  const { configuration, topology, options: session } = workspace.session;
  const { namespace, core } = configuration;
  const namespaceExists = (await ownNamespace(cluster, { environment: core.environment.name, namespace })) !== undefined;
  const [nodes, volumes] = await Promise.all([cluster.nodes(), cluster.list('v1', 'PersistentVolume', '')]);
  const labels = nodes.flatMap(({ name: node, labels: own }) => Object.keys(own).filter((label) => topology.isRoleLabel(label)).map((label) => ({ node, label })));
  const cloud = options === undefined || !namespaceExists ? undefined : await openTenantCloud(workspace, cluster, options);
  const cleaners = (await workspace.tools()).flatMap(({ module }) => module.cleaners ?? []);
  const resources = cloud === undefined ? [] : await findResources(cleaners, cloud, session.signal);
  const localCluster = (await workspace.clusterSource()).kind === 'provided';
  return { namespaceExists, cloud, resources, labels, volumes: volumes.flatMap((volume) => claimedBy(namespace, volume)), localCluster };
}

/** Removes what was found: the cloud's resources, then the namespace, then what is bound to nodes and this host's credentials. */
export async function removeRemains(workspace: Workspace, cluster: ClusterApi, remains: Remains): Promise<void> {
  const { configuration, stateDirectory, options } = workspace.session;
  const { namespace, core } = configuration;
  const { events, signal } = options;
  if (remains.cloud !== undefined) await removeResources(remains.resources, remains.cloud, events, signal);
  await shown(events, { kind: 'cluster', name: namespace, title: 'removing the namespace', expectedSeconds: 30 }, async (step) => {
    await removeNamespace(cluster, { environment: core.environment.name, namespace }, { signal });
    step('removing labels of nodes');
    for (const { node, label } of remains.labels) await cluster.labelNode(node, { [label]: null });
  });
  for (const file of Object.values(credentialFiles(stateDirectory))) await rm(file, { force: true });
}

/** Undefined when no service provides identity: then nobody made anything through it. */
async function openTenantCloud(workspace: Workspace, cluster: ClusterApi, options: CloudOptions): Promise<CloudSession | undefined> {
  try {
    return await openCloud(workspace, cluster, options);
  } catch (fault) {
    throw withWayOut(fault);
  }
}

/** Without Keystone nothing of the tenants' can be found; whoever wants to go on says so. */
function withWayOut(fault: unknown): unknown {
  if (!(fault instanceof CcpError) || (fault.code !== 'VERIFY_FAILED' && fault.code !== 'NOT_DEPLOYED')) return fault;
  return new CcpError(fault.code, `the resources of tenants cannot be cleaned: ${fault.message}`, {
    evidence: fault.evidence,
    hint: 'Mend Keystone (ccp status) and try again, or give --skip-os-cleanup: what tenants made outside this cluster is left behind then.',
    cause: fault,
  });
}

function claimedBy(namespace: string, { metadata, spec }: LiveObject): ClaimedVolume[] {
  const { claimRef, persistentVolumeReclaimPolicy = 'Retain' } = (spec ?? {}) as { claimRef?: { namespace: string; name: string }; persistentVolumeReclaimPolicy?: string };
  return claimRef?.namespace === namespace ? [{ volume: metadata.name, claim: claimRef.name, policy: persistentVolumeReclaimPolicy }] : [];
}
