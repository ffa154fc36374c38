import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { shown, type ClusterConnection } from '../../definition/index.ts';
import { exitCode } from '../../diagnostics/index.ts';
import { cacheFolder } from '../../sources/index.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { credentialFiles } from '../credentials.ts';
import { neighboursOn } from '../neighbours.ts';
import { removeNamespace } from '../namespace.ts';
import type { ClusterSource } from '../tools.ts';
import { connect, type Workspace } from '../workspace.ts';

/** `ccp down`: removes the environment. */
export const downCommand: CoreCommand = {
  name: 'down',
  summary: 'Remove the environment: its local cluster with all data, or its namespace on a cluster that others use',
  options: [{ flags: '--all', description: "local cluster: also remove the images of all environments that nothing uses, what registries keep of them, what builds of ccp left in the engine's build cache, and $XDG_CACHE_HOME/ccp" }],
  details: `JSON: {removed, others, stays: [text]}. A local cluster stays as long as other environments are on it (others: their names). openrc and clouds.yaml go, too.
  Images and caches stay without --all, and always on a cluster that stays; the engine is never stopped.`,
  run: runDown,
};

async function runDown(run: CommandRun): Promise<number> {
  const { workspace } = run;
  const all = run.options['all'] === true;
  const { namespace } = workspace.session.configuration;
  const source = await workspace.clusterSource();
  const others = source.kind === 'provided' ? await neighboursOn(workspace, source) : [];
  const whole = source.kind === 'provided' && others.length === 0;
  if (source.kind === 'existing') await leaveCluster(workspace, source.connection);
  else if (!whole) await leaveShared(workspace, source);
  const stays = whole ? await removeWhole(source, all) : [];
  for (const file of Object.values(credentialFiles(workspace.session.stateDirectory))) await rm(file, { force: true });
  const removed = whole ? 'cluster' : `namespace ${namespace}`;
  printResult(run, { removed, others, stays }, () => [`Removed the ${removed}.`, ...(whole ? wholeStays(stays, all) : whatStays(others))].join(' '));
  return exitCode.ok;
}

type ProvidedCluster = Extract<ClusterSource, { kind: 'provided' }>;

/** Removes a local cluster that nobody else uses; returns what of it stays on this host. */
async function removeWhole({ provider, context }: ProvidedCluster, all: boolean): Promise<readonly string[]> {
  const cache = cacheFolder();
  const stays = await provider.remove(context, { all });
  if (all) await rm(cache, { recursive: true, force: true });
  return all || !existsSync(cache) ? stays : [...stays, cache];
}

function wholeStays(stays: readonly string[], all: boolean): string[] {
  if (stays.length === 0) return [];
  return [`What stays on this host: ${stays.join(', ')}.`, ...(all ? [] : ['These are caches for the next run; ccp down --all removes them.'])];
}

function whatStays(others: readonly string[]): string[] {
  const cluster = others.length === 0 ? [] : [`The cluster stays: ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} on it.`];
  return [...cluster, 'Images and caches stay on this host and in the registry.'];
}

/** Leaves a local cluster that other environments use. */
async function leaveShared(workspace: Workspace, { provider, context }: ProvidedCluster): Promise<void> {
  const connection = await provider.find(context);
  if (connection !== undefined) await leaveCluster(workspace, connection);
  await provider.leave?.(context);
}

/** Removes what ccp put into a cluster that it does not own: the namespace and the labels of nodes. */
async function leaveCluster(workspace: Workspace, connection: ClusterConnection): Promise<void> {
  const { options, configuration, topology } = workspace.session;
  const { namespace } = configuration;
  const cluster = await connect(workspace, connection);
  await shown(options.events, { kind: 'cluster', name: namespace, title: 'removing the namespace' }, async () => {
    await removeNamespace(cluster, { environment: configuration.core.environment.name, namespace }, { signal: options.signal });
    for (const { name, labels } of await cluster.nodes()) {
      const own = Object.keys(labels).filter((label) => topology.isRoleLabel(label));
      if (own.length > 0) await cluster.labelNode(name, Object.fromEntries(own.map((label) => [label, null])));
    }
  });
}
