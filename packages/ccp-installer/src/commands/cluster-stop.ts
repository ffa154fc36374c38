import type { CommandDefinition } from 'ccp-core';
import { stopCluster } from '../actions/stop.ts';
import { withClusterLock } from '../cluster/lock.ts';
import { openWork } from '../cluster/work.ts';
import { withEngineFaults } from '../docker/connect.ts';

/** `ccp cluster stop`: ends the containers in order and keeps everything. */
export const clusterStop: CommandDefinition = {
  name: 'cluster stop',
  summary: 'Stop the local cluster and keep its data',
  run: async (context) => {
    const work = await openWork(context);
    const stopped = await withEngineFaults('stopping the local cluster', context.signal, () => withClusterLock(work.plan.name, () => stopCluster(work)));
    if (stopped === 0) context.events({ type: 'message', level: 'info', text: 'Nothing of the cluster was running.' });
    return 0;
  },
};
