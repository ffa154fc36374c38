import type { ToolContext } from 'ccp-core';
import type Docker from 'dockerode';
import { openDocker } from '../docker/connect.ts';
import { readSettings } from '../settings.ts';
import { planCluster, type ClusterPlan } from './plan.ts';

/** What every action on a local cluster needs. */
export interface ClusterWork {
  readonly plan: ClusterPlan;
  readonly docker: Docker;
  readonly context: ToolContext;
  readonly signal: AbortSignal;
}

/** Reads the settings and connects to the engine; nothing is sent yet. Throws CONFIG_INVALID. */
export async function openWork(context: ToolContext): Promise<ClusterWork> {
  return { plan: planCluster(readSettings(context)), docker: await openDocker(), context, signal: context.signal };
}
