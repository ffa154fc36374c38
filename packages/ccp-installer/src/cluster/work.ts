import type { ToolContext } from 'ccp-core';
import type Docker from 'dockerode';
import { openDocker, withEngineFaults } from '../docker/connect.ts';
import { filterOf } from '../docker/labels.ts';
import { readSettings } from '../settings.ts';
import { nodeIndices } from './node-set.ts';
import { planCluster, type ClusterPlan } from './plan.ts';

/** What every action on a local cluster needs. */
export interface ClusterWork {
  readonly plan: ClusterPlan;
  readonly docker: Docker;
  readonly context: ToolContext;
  readonly signal: AbortSignal;
}

/**
 * Reads the settings and asks the engine which nodes there are. `nodes`: how many there should be at least; default: as
 * `installer.nodes` says, else those that exist. Throws CONFIG_INVALID, ENGINE_UNREACHABLE.
 */
export async function openWork(context: ToolContext, nodes?: number): Promise<ClusterWork> {
  const settings = readSettings(context);
  const docker = await openDocker();
  const existing = await existingNodes(docker, settings.name, context.signal);
  return { plan: planCluster({ ...settings, ...(nodes === undefined ? {} : { nodes }) }, existing), docker, context, signal: context.signal };
}

/** Numbers of the nodes that have a container, finished or not. Throws ENGINE_UNREACHABLE. */
export async function existingNodes(docker: Docker, cluster: string, signal: AbortSignal): Promise<number[]> {
  const containers = await withEngineFaults('looking for the nodes of the local cluster', signal, () => docker.listContainers({ all: true, filters: filterOf(cluster) }));
  return nodeIndices(cluster, containers.flatMap(({ Names }) => Names.map((name) => name.replace(/^\//, ''))));
}
