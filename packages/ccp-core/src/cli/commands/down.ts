import { shown } from '../../definition/index.ts';
import { exitCode } from '../../diagnostics/index.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { connect } from '../workspace.ts';

/** `ccp down`: removes the environment. */
export const downCommand: CoreCommand = {
  name: 'down',
  summary: 'Remove the environment: its local cluster with all data, or its namespace on an existing cluster',
  options: [{ flags: '--all', description: 'also remove the images and build caches of ccp' }],
  details: 'JSON: {removed}. Images and caches stay without --all; the engine is never stopped.',
  run: runDown,
};

async function runDown(run: CommandRun): Promise<number> {
  const { workspace } = run;
  const source = await workspace.clusterSource();
  const { namespace } = workspace.session.configuration;
  const { events } = workspace.session.options;
  if (source.kind === 'provided') await source.provider.remove(source.context, { all: run.options['all'] === true });
  else {
    const cluster = await connect(workspace, source.connection);
    await shown(events, { kind: 'cluster', name: namespace, title: 'removing the namespace' }, async () => {
      await cluster.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      const labels = [...new Set([...workspace.session.topology.roleOf.values()].map((role) => workspace.session.topology.nodeLabel(role)))];
      for (const node of await cluster.nodes()) await cluster.labelNode(node.name, Object.fromEntries(labels.map((label) => [label, null])));
    });
  }
  const what = source.kind === 'provided' ? 'cluster' : `namespace ${namespace}`;
  printResult(run, { removed: what }, () => `Removed the ${what}. ${run.options['all'] === true ? '' : 'Images and caches stay; --all removes these too.'}`.trimEnd());
  return exitCode.ok;
}
