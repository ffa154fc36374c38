import { rm } from 'node:fs/promises';
import { shown, type ClusterConnection } from '../../definition/index.ts';
import { exitCode } from '../../diagnostics/index.ts';
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
  options: [{ flags: '--all', description: "local cluster: also remove the images of all environments that nothing uses, what registries keep of them, and the engine's whole unused build cache, whoever made it" }],
  details: `JSON: {removed, others}. A local cluster stays as long as other environments are on it (others: their names). openrc and clouds.yaml go, too.
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
  else if (whole) await source.provider.remove(source.context, { all });
  else await leaveShared(workspace, source);
  for (const file of Object.values(credentialFiles(workspace.session.stateDirectory))) await rm(file, { force: true });
  const removed = whole ? 'cluster' : `namespace ${namespace}`;
  printResult(run, { removed, others }, () => [`Removed the ${removed}.`, ...whatStays(whole, all, others)].join(' '));
  return exitCode.ok;
}

function whatStays(whole: boolean, all: boolean, others: readonly string[]): string[] {
  if (whole) return all ? [] : ['Images and caches stay; --all removes these too.'];
  const cluster = others.length === 0 ? [] : [`The cluster stays: ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} on it.`];
  return [...cluster, 'Images and caches stay on this host and in the registry.'];
}

/** Leaves a local cluster that other environments use. */
async function leaveShared(workspace: Workspace, { provider, context }: Extract<ClusterSource, { kind: 'provided' }>): Promise<void> {
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
