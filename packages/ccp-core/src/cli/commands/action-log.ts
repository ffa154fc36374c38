import { setTimeout as pause } from 'node:timers/promises';
import { CcpError, exitCode } from '../../diagnostics/index.ts';
import { hasEnded } from '../../engine/action-run.ts';
import { listRuns, readLog, selectRuns, type KnownRun } from '../../engine/action-runs.ts';
import type { ClusterApi } from '../../engine/cluster-contract.ts';
import type { LogPlace } from '../../engine/verdict.ts';
import { readSecrets } from '../../engine/secrets.ts';
import type { CommandRun, CoreCommand } from '../command.ts';
import { requireCluster } from '../workspace.ts';

/** Milliseconds between two looks at a run whose container has not started. */
const lookAgainMs = 1000;

/** `ccp action log`: what a run has written. */
export const actionLogCommand: CoreCommand = {
  name: 'action log',
  summary: 'Print the log of a run, of all its tries',
  arguments: [{ flags: '<run>', description: 'name of the run' }],
  options: [{ flags: '-f, --follow', description: 'go on until the run has ended' }],
  details: 'Text, with secret values taken out. Logs can be read as long as the run is kept.',
  run: printLog,
};

async function printLog(run: CommandRun): Promise<number> {
  const { session } = run.workspace;
  const { namespace } = session.configuration;
  const cluster = await requireCluster(run.workspace);
  const secrets = await readSecrets(cluster, namespace);
  const print = (line: string): void => run.write(`${secrets.redact(line)}\n`);
  const { signal } = session.options;
  const find = async (): Promise<KnownRun | undefined> => selectRuns(await listRuns(cluster, namespace), run.args)[0];
  const known = await find();
  if (known === undefined) return exitCode.failed;
  if (run.options['follow'] === true) await follow({ cluster, namespace, find, print, signal });
  else for (const line of await readLog(cluster, namespace, known)) print(line);
  return exitCode.ok;
}

interface Following {
  readonly cluster: ClusterApi;
  readonly namespace: string;
  /** The run as it is now. Throws USAGE when it was deleted meanwhile. */
  find(): Promise<KnownRun | undefined>;
  print(line: string): void;
  readonly signal: AbortSignal;
}

/** Streams the log of each try as it begins; of what ccp carries out, the lines that are new since the last look. */
async function follow(following: Following): Promise<void> {
  const { find, print, signal } = following;
  const streamed = new Set<string>();
  let printed = 0;
  for (;;) {
    const known = await find();
    if (known === undefined) return;
    for (const line of known.log.slice(printed)) print(line);
    printed = known.log.length;
    await streamNew(following, known.job?.logs ?? [], streamed);
    if (signal.aborted) throw new CcpError('INTERRUPTED', 'stopped reading; the run goes on');
    if (hasEnded(known.run)) return;
    await pause(lookAgainMs, undefined, { signal }).catch(() => undefined);
  }
}

/** `streamed`: pods whose log has been shown; those that follow are added. */
async function streamNew(following: Following, places: readonly LogPlace[], streamed: Set<string>): Promise<void> {
  for (const place of places) {
    if (!streamed.has(place.pod) && (await stream(following, place))) streamed.add(place.pod);
  }
}

/** False when the container has not begun to write. */
async function stream({ cluster, namespace, print, signal }: Following, { pod, container }: LogPlace): Promise<boolean> {
  let lines = 0;
  const onLine = (line: string): void => {
    lines += 1;
    print(line);
  };
  await cluster.followLog(namespace, pod, container, onLine, signal);
  return lines > 0;
}
