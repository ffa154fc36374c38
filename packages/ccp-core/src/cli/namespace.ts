import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterConnection } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject, ObjectRef } from '../engine/cluster-contract.ts';
import { environmentLabel } from '../render/index.ts';
import { connect, type Workspace } from './workspace.ts';

/** Seconds that Kubernetes may take to remove everything in a namespace. */
const removalLimitSeconds = 180;

/** A namespace and the environment that it should belong to. */
export interface OwnedNamespace {
  readonly environment: string;
  readonly namespace: string;
}

/** The namespace when it exists. Throws CONFIG_INVALID when ccp did not make it for this environment. */
export async function ownNamespace(cluster: ClusterApi, { environment, namespace }: OwnedNamespace): Promise<LiveObject | undefined> {
  const live = await cluster.get(reference(namespace));
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

/** How {@link removeNamespace} waits. */
export interface RemovalWait {
  readonly signal: AbortSignal;
  /** Default: 180. */
  readonly limitSeconds?: number;
  /** Between two looks. Default: 1000. */
  readonly pauseMs?: number;
}

/**
 * Deletes a namespace of ccp and waits until it is gone; returns false when there was none. Throws CONFIG_INVALID when it
 * is somebody else's, CLUSTER_FAILED when it is still there after the limit, INTERRUPTED.
 */
export async function removeNamespace(cluster: ClusterApi, owned: OwnedNamespace, { signal, limitSeconds = removalLimitSeconds, pauseMs = 1000 }: RemovalWait): Promise<boolean> {
  if ((await ownNamespace(cluster, owned)) === undefined) return false;
  const ref = reference(owned.namespace);
  await cluster.remove(ref);
  const end = performance.now() + limitSeconds * 1000;
  while ((await cluster.get(ref)) !== undefined) {
    if (performance.now() > end) {
      throw new CcpError('CLUSTER_FAILED', `the namespace ${owned.namespace} is still being removed after ${limitSeconds} s`, {
        hint: `See what holds it: kubectl get namespace ${owned.namespace} -o yaml. Run ccp down again to go on waiting.`,
      });
    }
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new CcpError('INTERRUPTED', `stopped while the namespace ${owned.namespace} is being removed`, { hint: 'Kubernetes goes on removing it.' });
  }
  return true;
}

function reference(namespace: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
}
