import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { CcpError, exitCode, formatWhere } from '../../diagnostics/index.ts';
import { connectDocker, engineRootFolder } from '../../docker/index.ts';
import type { ClusterApi, ClusterNode } from '../../engine/cluster-contract.ts';
import type { ImageEngine } from '../../engine/contracts.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { modelsFor } from '../desired.ts';
import { table } from '../table.ts';
import { findCluster } from '../tools.ts';
import { connect, type Workspace } from '../workspace.ts';
import { serviceStatus } from './status.ts';

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
  details: 'JSON: [{what, ok, finding, hint}]. Exit 1 when something is not ok. Space and memory are not demanded of an environment that is up.',
  run: async (run: CommandRun) => {
    const { session, adapters } = run.workspace;
    const { finding, up } = await cluster(run.workspace);
    const host = await hostFindings(adapters.engine, session.stateDirectory, up);
    return show(run, [{ what: 'configuration', ok: true, finding: 'read and valid', hint: '' }, ...host, finding]);
  },
  runWithout: async (fault, run) => {
    const invalid = [fault, ...fault.others].map(({ message, where, hint }) => ({ what: 'configuration', ok: false, finding: [formatWhere({ ...where, object: '' }), message].filter((part) => part !== '').join(': '), hint: hint ?? '' }));
    return show(run, [...invalid, ...(await hostFindings(connectDocker(), process.cwd(), false))]);
  },
};

function show(run: Pick<CommandRun, 'output' | 'write'>, findings: readonly Finding[]): number {
  const rows = findings.map((item) => [item.what, item.ok ? 'ok' : 'not ok', item.finding, item.ok ? '' : item.hint]);
  printResult(run, findings, () => table(['CHECK', 'STATE', 'FINDING', 'WHAT TO DO'], rows));
  return findings.every((item) => item.ok) ? exitCode.ok : exitCode.failed;
}

/** `up`: the environment runs, so that what it needs is taken already. */
async function hostFindings(engine: ImageEngine, folder: string, up: boolean): Promise<Finding[]> {
  const answers = attempt('docker engine', async () => `answers, ${(await engine.listImages('ccp.io/key')).length} images of ccp`);
  return [await disk(folder, up), memory(up), await answers];
}

/** Of the engine's folder, which takes nearly all of it, when the engine tells it and it is on this host; else of `folder`. */
async function disk(folder: string, up: boolean): Promise<Finding> {
  const root = await engineRootFolder().catch(() => undefined);
  const ofRoot = root === undefined ? undefined : await statfs(root).catch(() => undefined);
  const { bavail, bsize } = ofRoot ?? (await statfs(folder));
  const free = (bavail * bsize) / 1e9;
  const finding = `${free.toFixed(0)} GB free in ${ofRoot === undefined || root === undefined ? folder : root}`;
  return { what: 'disk', ok: up || free >= neededDiskGb, finding, hint: `A full build needs about ${neededDiskGb} GB; free some, for example with docker system prune.` };
}

function memory(up: boolean): Finding {
  const free = freemem() / 1e9;
  return { what: 'memory', ok: up || free >= neededMemoryGb, finding: `${free.toFixed(1)} GB free`, hint: `The local cloud needs about ${neededMemoryGb} GB.` };
}

async function cluster(workspace: Workspace): Promise<{ readonly finding: Finding; readonly up: boolean }> {
  let up = false;
  const finding = await attempt('cluster', async () => {
    const connection = await findCluster(await workspace.clusterSource());
    if (connection === undefined) return 'none yet; ccp up makes one';
    const api = await connect(workspace, connection);
    const nodes = await api.nodes();
    up = await isUp(workspace, api, nodes);
    return `${await api.version()}, ${nodes.length} node(s), environment ${up ? 'up' : 'not up'}`;
  });
  return { finding, up };
}

async function isUp({ session }: Workspace, api: ClusterApi, nodes: readonly ClusterNode[]): Promise<boolean> {
  const view = await api.view(session.configuration.namespace);
  try {
    return modelsFor(session, nodes).every((model) => serviceStatus(model, view).state === 'ready');
  } finally {
    view.close();
  }
}

async function attempt(what: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, finding: await work(), hint: '' };
  } catch (error) {
    if (!(error instanceof CcpError)) throw error;
    return { what, ok: false, finding: error.message, hint: error.hint ?? '' };
  }
}
