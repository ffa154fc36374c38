import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { exitCode } from '../../diagnostics/index.ts';
import { cacheFolder } from '../../sources/index.ts';
import { leaveCluster } from '../cleaning.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { removeCredentials } from '../credentials.ts';
import { neighboursOn } from '../neighbours.ts';
import { findCluster, type ClusterSource } from '../tools.ts';
import { connect, type Workspace } from '../workspace.ts';

/** `ccp down`: removes the environment. */
export const downCommand: CoreCommand = {
  name: 'down',
  summary: 'Remove the environment: its local cluster with all data, or its namespace on a cluster that others use',
  options: [
    { flags: '--all', description: "local cluster: also remove the images of all environments that nothing uses, what registries keep of them, what builds of ccp left in the engine's build cache, and $XDG_CACHE_HOME/ccp" },
    { flags: '--skip-os-cleanup', description: 'cluster that stays: do not ask Keystone, leave what tenants made behind; instances go on running on their nodes' },
  ],
  details: `JSON: {removed, others, stays: [text]}. A local cluster stays as long as other environments are on it (others: their names). On a cluster that stays what
  tenants made is deleted first, through the cloud's APIs, as ccp cleanup does (which asks before): instances outlive their pods. openrc and clouds.yaml go, too; folders of
  nodes in which services keep something stay (stays). Images and caches stay without --all, and always on a cluster that stays; the engine is never stopped.`,
  run: runDown,
};

async function runDown(run: CommandRun): Promise<number> {
  const { workspace } = run;
  const all = run.options['all'] === true;
  const { namespace } = workspace.session.configuration;
  const source = await workspace.clusterSource();
  const others = source.kind === 'provided' ? await neighboursOn(workspace, source) : [];
  const whole = source.kind === 'provided' && others.length === 0;
  const stays = whole ? await removeWhole(source, all) : await leave(workspace, source, run.options['skipOsCleanup'] === true);
  await removeCredentials(workspace.session.stateDirectory);
  const removed = whole ? 'cluster' : `namespace ${namespace}`;
  printResult(run, { removed, others, stays }, () => [`Removed the ${removed}.`, ...(whole ? wholeStays(stays, all) : whatStays(others, stays))].join(' '));
  return exitCode.ok;
}

type ProvidedCluster = Extract<ClusterSource, { kind: 'provided' }>;

/** Removes a local cluster that nobody else uses; returns what of it stays on this host. */
async function removeWhole({ provider, context }: ProvidedCluster, all: boolean): Promise<readonly string[]> {
  const cache = cacheFolder();
  const stays = await provider.remove(context, { all });
  if (all) await rm(cache, { recursive: true, force: true });
  return all || !existsSync(cache) ? stays : [...stays, cache];
}

function wholeStays(stays: readonly string[], all: boolean): string[] {
  if (stays.length === 0) return [];
  return [`What stays on this host: ${stays.join(', ')}.`, ...(all ? [] : ['These are caches for the next run; ccp down --all removes them.'])];
}

function whatStays(others: readonly string[], folders: readonly string[]): string[] {
  const cluster = others.length === 0 ? [] : [`The cluster stays: ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} on it.`];
  const kept = folders.length === 0 ? [] : [`Folders of nodes stay, for the next environment or for you to delete: ${folders.join(', ')}.`];
  return [...cluster, ...kept, 'Images and caches stay on this host and in the registry.'];
}

/** Leaves a cluster that stays, with nothing of this environment on it but what is returned: folders of its nodes. */
async function leave(workspace: Workspace, source: ClusterSource, keepTenants: boolean): Promise<readonly string[]> {
  const connection = await findCluster(source);
  const folders = connection === undefined ? [] : await leaveCluster(workspace, await connect(workspace, connection), { keepTenants });
  if (source.kind === 'provided') await source.provider.leave?.(source.context);
  return folders;
}
