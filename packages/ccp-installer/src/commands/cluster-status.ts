import { outputFormOf, printResult, type CommandDefinition, type OutputForm, type ToolContext } from 'ccp-core';
import { readStatus, type ClusterStatus } from '../cluster/status.ts';
import { openWork } from '../cluster/work.ts';
import { withEngineFaults } from '../docker/connect.ts';
import { renderColumns } from './output.ts';

/** `ccp cluster status`: exit 0 when the cluster is ready, else 1. */
export const clusterStatus: CommandDefinition = {
  name: 'cluster status',
  summary: 'Show the local cluster; exit 1 unless it is ready. JSON: name, state, api, registry, kubeconfig, containers, nodes (name, role, ready, schedulable, version, address), missing',
  run: async (context, _, options) => {
    const output = outputFormOf(options);
    const status = await withEngineFaults('reading the state of the cluster', context.signal, async () => readStatus(await openWork(context)));
    writeStatus(context, status, output);
    return status.state === 'ready' ? 0 : 1;
  },
};

/** Writes a status as the result of a command. */
export function writeStatus(context: Pick<ToolContext, 'write'>, status: ClusterStatus, output: OutputForm): void {
  printResult({ output, write: context.write }, status, () => renderStatus(status).trimEnd(), status.containers.map(({ name }) => name));
}

function renderStatus({ name, state, kubernetes, api, registry, kubeconfig, containers, nodes, missing }: ClusterStatus): string {
  const facts = renderColumns([
    ['cluster', `${name} (Kubernetes ${kubernetes}): ${state}`],
    ['api', api],
    ['registry', registry],
    ['kubeconfig', kubeconfig],
  ]);
  const table = renderColumns([['CONTAINER', 'ROLE', 'STATE', 'ADDRESS'], ...containers.map((part) => [part.name, part.role, part.state, part.address])]);
  const seen = nodes.map((node) => [node.name, node.role, `${node.ready ? 'ready' : 'not ready'}${node.schedulable ? '' : ', takes no pods'}`, node.version, node.address]);
  const nodeTable = seen.length === 0 ? '' : `\n${renderColumns([['NODE', 'ROLE', 'STATE', 'KUBELET', 'ADDRESS'], ...seen])}`;
  return `${facts}\n${table}${nodeTable}${missing.map((line) => `! ${line}\n`).join('')}`;
}
