import { CcpError, exitCode, nearest } from '../../diagnostics/index.ts';
import type { LiveObject } from '../../engine/cluster-contract.ts';
import { jobLabel, workloadLabel } from '../../render/index.ts';
import type { CommandRun, CoreCommand } from '../command.ts';
import { requireCluster } from '../workspace.ts';

/** `ccp logs`: last lines of a service's pods, init containers included, or of its jobs. */
export const logsCommand: CoreCommand = {
  name: 'logs',
  summary: 'Print the last log lines of the pods of a service',
  arguments: [{ flags: '<service>', description: 'name of the service' }],
  options: [
    { flags: '-n, --lines <count>', description: 'lines of each container', default: '50' },
    { flags: '--jobs', description: 'of its jobs instead of its daemon' },
  ],
  run: runLogs,
};

async function runLogs(run: CommandRun): Promise<number> {
  const { session } = run.workspace;
  const [service = ''] = run.args;
  const known = [...session.catalog.services.keys()];
  if (!known.includes(service)) {
    const near = nearest(service, known);
    throw new CcpError('USAGE', `there is no service "${service}"`, { hint: near === undefined ? `Services: ${known.join(', ')}.` : `Did you mean "${near}"?` });
  }
  const lines = lineCount(run.options['lines']);
  const { namespace } = session.configuration;
  const cluster = await requireCluster(run.workspace);
  const selector = run.options['jobs'] === true ? `ccp.io/service=${service},${jobLabel}` : `${workloadLabel}=${service}`;
  const pods = await cluster.list('v1', 'Pod', namespace, selector);
  for (const pod of pods) {
    const log = containersOf(pod).map((container) => cluster.podLog(namespace, pod.metadata.name, container, { lines }));
    for (const line of (await Promise.all(log)).flat()) run.write(`${pod.metadata.name} ${line}\n`);
  }
  if (pods.length === 0) throw new CcpError('NOT_DEPLOYED', `${service} has no pods`, { hint: 'ccp status shows why.' });
  return exitCode.ok;
}

/** Names of a pod's containers in the order in which they run. */
function containersOf(pod: LiveObject): string[] {
  const { initContainers = [], containers } = pod['spec'] as Record<'initContainers' | 'containers', readonly { name: string }[]>;
  return [...initContainers, ...containers].map(({ name }) => name);
}

function lineCount(written: unknown): number {
  const lines = Number(written);
  if (Number.isInteger(lines) && lines > 0) return lines;
  throw new CcpError('USAGE', `--lines ${String(written)} is not a number of lines`, { hint: 'Give a whole number above 0, for example --lines 100.' });
}
