import { readFile } from 'node:fs/promises';
import type { CommandDefinition } from 'ccp-core';
import { localCluster } from '../provider.ts';
import { clusterMissing } from './cluster-missing.ts';

/** `ccp cluster kubeconfig`: prints the kubeconfig, or where it is. */
export const clusterKubeconfig: CommandDefinition = {
  name: 'cluster kubeconfig',
  summary: "Print the administrator's kubeconfig of the local cluster (it holds a private key)",
  options: [{ flags: '--path', description: 'print the path of the file instead', default: false }],
  run: async (context, _, options) => {
    const connection = await localCluster.find(context);
    if (connection === undefined) throw clusterMissing();
    context.write(options['path'] === true ? `${connection.kubeconfig}\n` : await readFile(connection.kubeconfig, 'utf8'));
    return 0;
  },
};
