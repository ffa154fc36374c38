import { CcpError } from 'ccp-core';
import { z } from 'zod';
import { nodeIndices } from '../cluster/node-set.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { changeApi, getJson } from '../kubernetes/api.ts';
import { isBeingRemoved, isRemovedByForce, noRemovalMark } from '../kubernetes/removal-mark.ts';
import type { Action } from './action.ts';
import { requireAccess } from './kubeconfig.ts';
import { forgetNode } from './remove-node.ts';

const nodesSchema = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }) })) });

/** A node as Kubernetes knows it. */
type KnownNode = z.output<typeof nodesSchema>['items'][number];

/** Ends removals that were interrupted after the node's container had gone; with the claims that hold data there when they were begun with force. */
export const forgetRemovedNodes: Action = {
  name: 'removed nodes',
  title: 'nodes without a container are forgotten',
  expectedSeconds: 1,
  done: async (work) => (await nodesWithoutContainer(work))?.length === 0,
  run: async (work) => {
    const access = await requireAccess(work);
    for (const { metadata } of known(await nodesWithoutContainer(work))) await forgetNode(work, access, metadata.name, { force: isRemovedByForce(metadata.annotations) });
  },
};

/** Takes nodes back into service whose removal was interrupted, or refused, before anything was removed. */
export const keepNodes: Action = {
  name: 'kept nodes',
  title: 'nodes that stay take pods again',
  expectedSeconds: 1,
  done: async (work) => (await nodesBeingRemoved(work))?.length === 0,
  run: async (work) => {
    const access = await requireAccess(work);
    const body = { metadata: { annotations: noRemovalMark }, spec: { unschedulable: null } };
    for (const { metadata } of known(await nodesBeingRemoved(work))) await changeApi(access, { method: 'PATCH', path: `/api/v1/nodes/${metadata.name}`, body }, [], work.signal);
  },
};

/** Nothing is done while it is not known to which nodes. Throws CLUSTER_FAILED. */
function known<T>(nodes: readonly T[] | undefined): readonly T[] {
  if (nodes !== undefined) return nodes;
  throw new CcpError('CLUSTER_FAILED', 'The Kubernetes API does not answer, so it is not known which nodes there are.', {
    hint: 'See what is missing with `ccp cluster status`, then run the command again.',
  });
}

/** Undefined when the API server does not answer. */
async function readNodes(work: ClusterWork): Promise<KnownNode[] | undefined> {
  return nodesSchema.safeParse(await getJson(await requireAccess(work), '/api/v1/nodes', work.signal)).data?.items;
}

/** What Kubernetes knows as nodes of the cluster beyond those of the plan; undefined when the API server does not answer. */
export async function nodesWithoutContainer(work: ClusterWork): Promise<KnownNode[] | undefined> {
  const { name: cluster, nodes } = work.plan;
  return (await readNodes(work))?.filter(({ metadata: { name } }) => nodeIndices(cluster, [name]).length > 0 && !nodes.some((node) => node.name === name));
}

async function nodesBeingRemoved(work: ClusterWork): Promise<KnownNode[] | undefined> {
  return (await readNodes(work))?.filter(({ metadata }) => isBeingRemoved(metadata.annotations));
}
