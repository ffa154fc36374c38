import { CcpError, exitCode } from '../../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from '../../engine/cluster-contract.ts';
import { containersOf } from '../../engine/pod-containers.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { jobLabel, workloadLabel } from '../../render/index.ts';
import type { CommandRun, WorkspaceCommand } from '../command.ts';
import { selectedServices } from '../service-selection.ts';
import { requireCluster } from '../workspace.ts';

/** `ccp logs`: last lines of a service's pods, init containers included, or of its jobs. */
export const logsCommand: WorkspaceCommand = {
  name: 'logs',
  summary: 'Print the last log lines of the pods of a service',
  arguments: [{ flags: '<service>', description: 'name of the service' }],
  options: [
    { flags: '-n, --lines <count>', description: 'lines of each container', default: '50' },
    { flags: '-f, --follow', description: 'go on with what is written, until all containers ended or Ctrl-C' },
    { flags: '--jobs', description: 'of its jobs instead of its daemon' },
  ],
  details: 'Each line begins with the name of its pod. Secret values of the environment are shown as ***.',
  run: runLogs,
};

/** Where and how to read. */
interface Reading {
  readonly cluster: ClusterApi;
  readonly namespace: string;
  readonly lines: number;
  /** Undefined: what is there now is all. */
  readonly follow: AbortSignal | undefined;
  write(line: string): void;
}

async function runLogs(run: CommandRun): Promise<number> {
  const { session } = run.workspace;
  const [service = ''] = selectedServices(session, run.args);
  const lines = lineCount(run.options['lines']);
  const { namespace } = session.configuration;
  const cluster = await requireCluster(run.workspace);
  const secrets = await readSecrets(cluster, namespace);
  const selector = run.options['jobs'] === true ? `ccp.io/service=${service},${jobLabel}` : `${workloadLabel}=${service}`;
  const pods = await cluster.list('v1', 'Pod', namespace, selector);
  if (pods.length === 0) throw new CcpError('NOT_DEPLOYED', `${service} has no pods`, { hint: 'ccp status shows why.' });
  const follow = run.options['follow'] === true ? session.options.signal : undefined;
  const reading: Reading = { cluster, namespace, lines, follow, write: (line) => run.write(`${secrets.redact(line)}\n`) };
  if (follow === undefined) for (const pod of pods) await readPod(reading, pod);
  else await Promise.all(pods.map((pod) => followPod(reading, pod, follow)));
  return exitCode.ok;
}

async function readPod({ cluster, namespace, lines, write }: Reading, pod: LiveObject): Promise<void> {
  const { init, main } = containersOf(pod);
  const logs = [...init, ...main].map((container) => cluster.podLog(namespace, pod.metadata.name, container, { lines }));
  for (const line of (await Promise.all(logs)).flat()) write(`${pod.metadata.name} ${line}`);
}

/** Init containers run one after the other, then all others at once. */
async function followPod(reading: Reading, pod: LiveObject, signal: AbortSignal): Promise<void> {
  const { cluster, namespace, lines, write } = reading;
  const { name } = pod.metadata;
  const { init, main } = containersOf(pod);
  const follow = (container: string): Promise<void> => cluster.followLog(namespace, name, container, (line) => write(`${name} ${line}`), signal, lines);
  for (const container of init) await follow(container);
  await Promise.all(main.map(follow));
}

/** The number that `--lines` gives. Throws USAGE. */
export function lineCount(written: unknown): number {
  const lines = Number(written);
  if (Number.isInteger(lines) && lines > 0) return lines;
  throw new CcpError('USAGE', `--lines ${String(written)} is not a number of lines`, { hint: 'Give a whole number above 0, for example --lines 100.' });
}
