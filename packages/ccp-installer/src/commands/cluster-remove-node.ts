import { CcpError, nearest, outputFormOf, type CommandDefinition, type ToolContext } from 'ccp-core';
import { nodesWithoutContainer } from '../actions/kept-nodes.ts';
import { removeNodes } from '../actions/remove-node.ts';
import { bringUp, isUp } from '../actions/up.ts';
import { withClusterLock } from '../cluster/lock.ts';
import { controlPlane } from '../cluster/plan.ts';
import { openWork, type ClusterWork } from '../cluster/work.ts';
import { readStatus } from '../cluster/status.ts';
import { withEngineFaults } from '../docker/connect.ts';
import { localCluster } from '../provider.ts';
import { clusterMissing } from './cluster-missing.ts';
import { writeStatus } from './cluster-status.ts';

/** `ccp cluster remove-node NAME`: takes a worker out of the cluster. */
export const clusterRemoveNode: CommandDefinition = {
  name: 'cluster remove-node',
  summary: 'Drain a worker of the local cluster and remove it with its disk; prints what `cluster status` prints',
  arguments: [{ flags: '<node>', description: 'its name, as `ccp cluster status` shows it' }],
  options: [{ flags: '--force', description: 'also remove claims that hold data there, and instances, and end pods that may not leave', default: false }],
  run: async (context, [name = ''], options) => {
    const output = outputFormOf(options);
    await shrink(context, async (work) => [await knownWorker(work, name)], { force: options['force'] === true });
    writeStatus(context, await readStatus(await openWork(context)), output);
    return 0;
  },
};

/**
 * Removes the workers that `choose` names, under the lock of the cluster, and waits until the rest is ready. Throws
 * CLUSTER_MISSING, NODE_IN_USE, DEPLOY_LOCKED, CLUSTER_FAILED.
 */
export async function shrink(context: ToolContext, choose: (work: ClusterWork) => Promise<readonly string[]>, options: { readonly force: boolean }): Promise<void> {
  if ((await localCluster.find(context)) === undefined) throw clusterMissing();
  const { plan } = await openWork(context, 1);
  await withClusterLock(plan.name, () =>
    withEngineFaults('removing nodes of the local cluster', context.signal, async () => {
      const work = await openWork(context, 1);
      const nodes = await choose(work);
      await removeNodes(work, nodes, options);
      const rest = await openWork(context, 1);
      if (!(await isUp(rest))) await bringUp(rest);
      warnOfSetting(await openWork(context), rest, context);
    }),
  );
}

/** The file's own number wins at the next run: told, because that would make a new node. */
function warnOfSetting(configured: ClusterWork, rest: ClusterWork, { events }: ToolContext): void {
  const [wanted, left] = [configured.plan.nodes.length, rest.plan.nodes.length];
  if (wanted > left) events({ type: 'message', level: 'warning', text: `installer.nodes is ${wanted}, so the next \`ccp up\` makes a node again; set it to ${left}.` });
}

/** A removal that was interrupted may have left a node that has no container any more. Throws USAGE. */
export async function knownWorker(work: ClusterWork, name: string): Promise<string> {
  const { plan } = work;
  if (name === controlPlane(plan).name) {
    throw new CcpError('USAGE', `${name} is the control plane, without which there is no cluster.`, { hint: '`ccp cluster down` removes the whole cluster.' });
  }
  const names = plan.nodes.map((node) => node.name);
  if (names.includes(name)) return name;
  const left = await nodesWithoutContainer(work);
  if (left?.some(({ metadata }) => metadata.name === name) === true) return name;
  const near = nearest(name, names);
  throw new CcpError('USAGE', `The cluster has no node ${name}.`, { hint: near === undefined ? `Nodes: ${names.join(', ')}.` : `Did you mean ${near}?` });
}
