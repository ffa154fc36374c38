import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { CcpError, exitCode } from '../../diagnostics/index.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { table } from '../table.ts';
import { findCluster } from '../tools.ts';
import { connect, type Workspace } from '../workspace.ts';

/** One finding of `ccp doctor`. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly finding: string;
  /** What to do when it is not ok. */
  readonly hint: string;
}

/** A full build with its caches takes about 12 GB (measured); the cloud itself about 2 GiB of memory. */
const neededDiskGb = 15;
const neededMemoryGb = 3;

/** `ccp doctor`: whether this host and cluster can do what ccp needs. */
export const doctorCommand: CoreCommand = {
  name: 'doctor',
  summary: 'Check the host, the engine and the cluster, and say what to do about what is missing',
  details: 'JSON: [{what, ok, finding, hint}]. Exit 1 when something is not ok.',
  run: async (run: CommandRun) => {
    const findings = await Promise.all([configuration(), disk(run.workspace), memory(), engine(run.workspace), cluster(run.workspace)]);
    printResult(run, findings, () => table(['CHECK', 'STATE', 'FINDING', 'WHAT TO DO'], findings.map((item) => [item.what, item.ok ? 'ok' : 'not ok', item.finding, item.ok ? '' : item.hint])));
    return findings.every((item) => item.ok) ? exitCode.ok : exitCode.failed;
  },
};

async function configuration(): Promise<Finding> {
  return { what: 'configuration', ok: true, finding: 'read and valid', hint: '' };
}

async function disk({ session }: Workspace): Promise<Finding> {
  const { bavail, bsize } = await statfs(session.stateDirectory);
  const free = (bavail * bsize) / 1e9;
  return { what: 'disk', ok: free >= neededDiskGb, finding: `${free.toFixed(0)} GB free`, hint: `A full build needs about ${neededDiskGb} GB; free some, for example with docker system prune.` };
}

async function memory(): Promise<Finding> {
  const free = freemem() / 1e9;
  return { what: 'memory', ok: free >= neededMemoryGb, finding: `${free.toFixed(1)} GB free`, hint: `The local cloud needs about ${neededMemoryGb} GB.` };
}

async function engine({ adapters }: Workspace): Promise<Finding> {
  return attempt('docker engine', async () => `answers, ${(await adapters.engine.listImages('ccp.io/key')).length} images of ccp`);
}

async function cluster(workspace: Workspace): Promise<Finding> {
  return attempt('cluster', async () => {
    const connection = await findCluster(await workspace.clusterSource());
    if (connection === undefined) return 'none yet; ccp up makes one';
    const api = await connect(workspace, connection);
    return `${await api.version()}, ${(await api.nodes()).length} node(s)`;
  });
}

async function attempt(what: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, finding: await work(), hint: '' };
  } catch (error) {
    if (!(error instanceof CcpError)) throw error;
    return { what, ok: false, finding: error.message, hint: error.hint ?? '' };
  }
}
