import { freemem } from 'node:os';
import { CcpError, exitCode, formatWhere } from '../../diagnostics/index.ts';
import { connectDocker } from '../../docker/index.ts';
import type { ClusterApi, ClusterNode } from '../../engine/cluster-contract.ts';
import type { ImageEngine } from '../../engine/contracts.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { missingRights } from '../../engine/needed-rights.ts';
import { modelsFor } from '../desired.ts';
import { diskSpace, neededDiskGb } from '../disk-space.ts';
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

/** The local cloud with Kubernetes and one instance takes about 4.4 GiB (measured). */
const neededMemoryGb = 5;

/** `ccp doctor`: whether this host and cluster can do what ccp needs. */
export const doctorCommand: CoreCommand = {
  name: 'doctor',
  summary: 'Check the host, the engine and the cluster, and say what to do about what is missing',
  details: 'JSON: [{what, ok, finding, hint}]. Exit 1 when something is not ok. Space and memory are not demanded of an environment that is up.',
  run: async (run: CommandRun) => {
    return show(run, await doctorFindings(run.workspace));
  },
  runWithout: async (fault, run) => {
    const invalid = [fault, ...fault.others].map(({ message, where, hint }) => ({ what: 'configuration', ok: false, finding: [formatWhere({ ...where, object: '' }), message].filter((part) => part !== '').join(': '), hint: hint ?? '' }));
    return show(run, [...invalid, ...(await hostFindings(connectDocker(), process.cwd(), false))]);
  },
};

/** What a valid configuration, the host, the engine and the cluster are like. */
export async function doctorFindings(workspace: Workspace): Promise<Finding[]> {
  const { findings, up } = await cluster(workspace);
  const host = await hostFindings(workspace.adapters.engine, workspace.session.stateDirectory, up);
  return [{ what: 'configuration', ok: true, finding: 'read and valid', hint: '' }, ...host, ...findings];
}

function show(run: Pick<CommandRun, 'output' | 'write'>, findings: readonly Finding[]): number {
  const rows = findings.map((item) => [item.what, item.ok ? 'ok' : 'not ok', item.finding, item.ok ? '' : item.hint]);
  printResult(run, findings, () => table(['CHECK', 'STATE', 'FINDING', 'WHAT TO DO'], rows));
  return findings.every((item) => item.ok) ? exitCode.ok : exitCode.failed;
}

/** `up`: the environment runs, so that what it needs is taken already. */
async function hostFindings(engine: ImageEngine, folder: string, up: boolean): Promise<Finding[]> {
  const answers = attempt('docker engine', async () => {
    await engine.checkVersion();
    return `answers, ${(await engine.listImages('ccp.io/key')).length} images of ccp`;
  });
  return [await disk(folder, up), memory(up), await answers];
}

async function disk(stateFolder: string, up: boolean): Promise<Finding> {
  const { folder, freeGb } = await diskSpace(stateFolder);
  const finding = `${freeGb.toFixed(0)} GB free in ${folder}`;
  return { what: 'disk', ok: up || freeGb >= neededDiskGb, finding, hint: `A full build needs about ${neededDiskGb} GB; free some, for example with docker system prune.` };
}

function memory(up: boolean): Finding {
  const free = freemem() / 1e9;
  return { what: 'memory', ok: up || free >= neededMemoryGb, finding: `${free.toFixed(1)} GB free`, hint: `The local cloud needs about ${neededMemoryGb} GB.` };
}

async function cluster(workspace: Workspace): Promise<{ readonly findings: readonly Finding[]; readonly up: boolean }> {
  let api: ClusterApi | undefined;
  let up = false;
  const answers = await attempt('cluster', async () => {
    const connection = await findCluster(await workspace.clusterSource());
    if (connection === undefined) return 'none yet; ccp up makes one';
    api = await connect(workspace, connection);
    const nodes = await api.nodes();
    up = await isUp(workspace, api, nodes);
    return `${await api.version()}, ${nodes.length} node(s), environment ${up ? 'up' : 'not up'}`;
  });
  return { findings: api === undefined ? [answers] : [answers, await rights(api, workspace.session.configuration.namespace)], up };
}

function rights(api: ClusterApi, namespace: string): Promise<Finding> {
  return attempt('rights', async () => {
    const missing = await missingRights(api, namespace);
    if (missing.length === 0) return 'the user of the kubeconfig may do all that ccp does';
    throw new CcpError('CLUSTER_FORBIDDEN', `the user of the kubeconfig may not ${missing.join(', ')}`, { hint: 'Let an administrator of the cluster give these rights, or use another user (kubernetes.kubeconfig, kubernetes.context).' });
  });
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
