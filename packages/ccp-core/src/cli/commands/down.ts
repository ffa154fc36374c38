import { rm } from 'node:fs/promises';
import { shown, type ClusterConnection } from '../../definition/index.ts';
import { exitCode } from '../../diagnostics/index.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { credentialFiles } from '../credentials.ts';
import { removeNamespace } from '../namespace.ts';
import { connect, type Workspace } from '../workspace.ts';

/** `ccp down`: removes the environment. */
export const downCommand: CoreCommand = {
  name: 'down',
  summary: 'Remove the environment: its local cluster with all data, or its namespace on an existing cluster',
  options: [{ flags: '--all', description: "local cluster: also remove the images of all environments that nothing uses, and the engine's whole unused build cache, whoever made it" }],
  details: `JSON: {removed}. openrc and clouds.yaml go, too. Images and caches stay without --all, and always on an existing cluster; the engine
  is never stopped.`,
  run: runDown,
};

async function runDown(run: CommandRun): Promise<number> {
  const { workspace } = run;
  const all = run.options['all'] === true;
  const { namespace } = workspace.session.configuration;
  const source = await workspace.clusterSource();
  if (source.kind === 'provided') await source.provider.remove(source.context, { all });
  else await leaveCluster(workspace, source.connection);
  for (const file of Object.values(credentialFiles(workspace.session.stateDirectory))) await rm(file, { force: true });
  const what = source.kind === 'provided' ? 'cluster' : `namespace ${namespace}`;
  const rest = source.kind === 'existing' ? 'Images and caches stay on this host and in the registry.' : 'Images and caches stay; --all removes these too.';
  printResult(run, { removed: what }, () => (source.kind === 'provided' && all ? `Removed the ${what}.` : `Removed the ${what}. ${rest}`));
  return exitCode.ok;
}

/** Removes what ccp put into a cluster that it does not own: the namespace and the labels of nodes. */
async function leaveCluster(workspace: Workspace, connection: ClusterConnection): Promise<void> {
  const { options, configuration, topology } = workspace.session;
  const { namespace } = configuration;
  const cluster = await connect(workspace, connection);
  await shown(options.events, { kind: 'cluster', name: namespace, title: 'removing the namespace' }, async () => {
    await removeNamespace(cluster, { environment: configuration.core.environment.name, namespace }, { signal: options.signal });
    const labels = [...new Set([...topology.roleOf.values()].map((role) => topology.nodeLabel(role)))];
    for (const node of await cluster.nodes()) await cluster.labelNode(node.name, Object.fromEntries(labels.map((label) => [label, null])));
  });
}
