import type { ToolModule } from 'ccp-core';
import { clusterDown } from './commands/cluster-down.ts';
import { clusterKubeconfig } from './commands/cluster-kubeconfig.ts';
import { clusterRemoveNode } from './commands/cluster-remove-node.ts';
import { clusterStatus } from './commands/cluster-status.ts';
import { clusterStop } from './commands/cluster-stop.ts';
import { clusterStart, clusterUp } from './commands/cluster-up.ts';
import { kubectl } from './commands/kubectl.ts';
import { localCluster } from './provider.ts';

/** Commands and cluster of the installer. */
export const tool: ToolModule = {
  commands: [clusterUp, clusterDown, clusterStatus, clusterStart, clusterStop, clusterRemoveNode, clusterKubeconfig, kubectl],
  cluster: localCluster,
};
