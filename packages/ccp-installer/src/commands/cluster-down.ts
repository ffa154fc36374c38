import type { CommandDefinition } from 'ccp-core';
import { localCluster } from '../provider.ts';

/** `ccp cluster down`: removes the cluster with all its data. */
export const clusterDown: CommandDefinition = {
  name: 'cluster down',
  summary: 'Remove the local cluster with all its data; images stay',
  options: [{ flags: '--all', description: "also remove the images of all environments that nothing uses, what registries keep of them, and what builds of ccp left in the engine's build cache", default: false }],
  run: async (context, _, options) => {
    const stays = await localCluster.remove(context, { all: options['all'] === true });
    if (stays.length > 0) context.events({ type: 'message', level: 'info', text: `What stays on this host: ${stays.join(', ')}.` });
    return 0;
  },
};
