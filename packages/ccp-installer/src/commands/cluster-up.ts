import { outputFormOf, type CommandDefinition, type ToolContext } from 'ccp-core';
import { openWork } from '../cluster/work.ts';
import { readStatus } from '../cluster/status.ts';
import { clusterMissing } from './cluster-missing.ts';
import { localCluster } from '../provider.ts';
import { writeStatus } from './cluster-status.ts';

async function up(context: ToolContext, options: Readonly<Record<string, unknown>>): Promise<number> {
  const output = outputFormOf(options);
  const { changed } = await localCluster.ensure(context);
  if (!changed) context.events({ type: 'message', level: 'info', text: 'The cluster is up; nothing to do.' });
  writeStatus(context, await readStatus(await openWork(context)), output);
  return 0;
}

/** `ccp cluster up`: makes or starts the cluster; continues what an interrupted run left. */
export const clusterUp: CommandDefinition = {
  name: 'cluster up',
  summary: 'Make the local Kubernetes cluster, or start it; prints what `cluster status` prints',
  run: (context, _, options) => up(context, options),
};

/** `ccp cluster start`: the same; named for those who stopped it. */
export const clusterStart: CommandDefinition = {
  name: 'cluster start',
  summary: 'Start the local cluster again, with its data',
  run: async (context, _, options) => {
    await requireCluster(context);
    return up(context, options);
  },
};

/** Throws CLUSTER_MISSING when no cluster was made. */
async function requireCluster(context: ToolContext): Promise<void> {
  if ((await localCluster.find(context)) === undefined) throw clusterMissing();
}
