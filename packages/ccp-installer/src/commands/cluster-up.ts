import { CcpError, outputFormOf, type CommandDefinition, type ToolContext } from 'ccp-core';
import { removeHalfMade } from '../actions/remove-half-made.ts';
import { withClusterLock } from '../cluster/lock.ts';
import { nodeLimit, surplusNodes } from '../cluster/node-set.ts';
import { readParts } from '../cluster/state.ts';
import { readStatus } from '../cluster/status.ts';
import { existingNodes, openWork, type ClusterWork } from '../cluster/work.ts';
import { withEngineFaults } from '../docker/connect.ts';
import { ensureCluster, localCluster } from '../provider.ts';
import { clusterMissing } from './cluster-missing.ts';
import { shrink } from './cluster-remove-node.ts';
import { writeStatus } from './cluster-status.ts';

type Options = Readonly<Record<string, unknown>>;

async function up(context: ToolContext, options: Options): Promise<number> {
  const output = outputFormOf(options);
  const nodes = wantedCount(options['nodes']);
  const removed = nodes === undefined ? 0 : await removeSurplus(context, nodes, options['force'] === true);
  const { changed } = await ensureCluster(context, nodes);
  if (!changed && removed === 0) context.events({ type: 'message', level: 'info', text: 'The cluster is up; nothing to do.' });
  writeStatus(context, await readStatus(await openWork(context)), output);
  return 0;
}

/** Removes the youngest workers when there are more nodes than `count`; returns how many. Throws as {@link shrink}. */
export async function removeSurplus(context: ToolContext, count: number, force: boolean): Promise<number> {
  const work = await openWork(context, 1);
  const existing = await existingNodes(work.docker, work.plan.name, context.signal);
  const surplus = surplusNodes(work.plan.name, existing, count);
  if (surplus.length === 0) return 0;
  if (await someNodeJoined(work)) await shrink(context, () => Promise.resolve(surplus), { force });
  else await removeUnfinished(work, surplus);
  return surplus.length;
}

async function someNodeJoined({ docker, plan, signal }: ClusterWork): Promise<boolean> {
  const parts = await withEngineFaults('looking for the local cluster', signal, () => readParts(docker, plan.name));
  return parts.some(({ role, joined }) => role !== 'registry' && joined);
}

/** Before `kubeadm init` has finished there is no Kubernetes to ask. */
async function removeUnfinished(work: ClusterWork, nodes: readonly string[]): Promise<void> {
  await withClusterLock(work.plan.name, () => withEngineFaults('removing nodes of the local cluster', work.signal, () => removeHalfMade(work, nodes)));
}

/** Throws USAGE. */
function wantedCount(written: unknown): number | undefined {
  if (written === undefined) return undefined;
  const count = Number(written);
  if (Number.isInteger(count) && count >= 1 && count <= nodeLimit) return count;
  throw new CcpError('USAGE', `--nodes ${String(written)} is not a number of nodes.`, { hint: `Give a number from 1 to ${nodeLimit}.` });
}

/** `ccp cluster up`: makes or starts the cluster; continues what an interrupted run left. */
export const clusterUp: CommandDefinition = {
  name: 'cluster up',
  summary: 'Make the local Kubernetes cluster, start it, or change its number of nodes; prints what `cluster status` prints',
  options: [
    { flags: '--nodes <count>', description: 'nodes that the cluster should have: more are added, fewer are removed as by remove-node, the youngest first (default: those that exist, at least installer.nodes)' },
    { flags: '--force', description: 'with fewer nodes: also remove claims that hold data on those that go, and instances, and end pods that may not leave', default: false },
  ],
  run: (context, _, options) => up(context, options),
};

/** `ccp cluster start`: the same; named for those who stopped it. */
export const clusterStart: CommandDefinition = {
  name: 'cluster start',
  summary: 'Start the local cluster again, with its data; prints what `cluster status` prints',
  run: async (context, _, options) => {
    await requireCluster(context);
    return up(context, options);
  },
};

/** Throws CLUSTER_MISSING when no cluster was made. */
async function requireCluster(context: ToolContext): Promise<void> {
  if ((await localCluster.find(context)) === undefined) throw clusterMissing();
}
