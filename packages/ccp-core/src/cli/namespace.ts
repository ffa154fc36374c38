import type { ClusterConnection } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from '../engine/cluster-contract.ts';
import { endPods, namespaceRef, waitUntilGone, type RemovalWait } from '../engine/namespace.ts';
import { environmentLabel } from '../render/index.ts';
import { connect, type Workspace } from './workspace.ts';

/** A namespace and the environment that it should belong to. */
export interface OwnedNamespace {
  readonly environment: string;
  readonly namespace: string;
}

/** The namespace when it exists. Throws CONFIG_INVALID when ccp did not make it for this environment. */
export async function ownNamespace(cluster: ClusterApi, { environment, namespace }: OwnedNamespace): Promise<LiveObject | undefined> {
  const live = await cluster.get(namespaceRef(namespace));
  if (live === undefined) return undefined;
  const { labels = {} } = live.metadata;
  if (labels['app.kubernetes.io/managed-by'] === 'ccp' && labels[environmentLabel] === environment) return live;
  throw new CcpError('CONFIG_INVALID', `the namespace ${namespace} exists and does not belong to the environment "${environment}" of ccp`, {
    where: { object: `Namespace ${namespace}` },
    hint: `Set environment.namespace to another name. ccp only touches namespaces labelled app.kubernetes.io/managed-by=ccp and ${environmentLabel}=${environment}.`,
  });
}

/** As {@link ownNamespace}, for the namespace of a run. Throws what connecting throws, too. */
export async function requireOwnNamespace(workspace: Workspace, connection: ClusterConnection): Promise<void> {
  const { core, namespace } = workspace.session.configuration;
  await ownNamespace(await connect(workspace, connection), { environment: core.environment.name, namespace });
}

/**
 * Ends the pods of a namespace of ccp, deletes it and waits until it is gone; returns false when there was none. Throws CONFIG_INVALID when it
 * is somebody else's, CLUSTER_FAILED when it is still there after the limit, INTERRUPTED.
 */
export async function removeNamespace(cluster: ClusterApi, owned: OwnedNamespace, wait: RemovalWait): Promise<boolean> {
  if ((await ownNamespace(cluster, owned)) === undefined) return false;
  await endPods(cluster, owned.namespace, wait);
  await cluster.remove(namespaceRef(owned.namespace));
  await waitUntilGone(cluster, owned.namespace, wait);
  return true;
}
