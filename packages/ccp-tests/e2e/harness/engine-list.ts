import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pid } from 'node:process';
import { root } from './ccp.ts';
import { docker } from './docker.ts';

/** Shared by all clusters, and made to outlive them. */
const cacheLabel = 'ccp.io/cache';
const clusterLabel = 'ccp.io/cluster';

const noteFile = `${root}.ccp/e2e-engine.json`;

interface Note {
  /** Process of the run: its files are in one. */
  readonly run: number;
  readonly list: readonly string[];
}

/** Writes down what is in the engine before the tests use it. */
export async function noteEngine(): Promise<void> {
  await mkdir(dirname(noteFile), { recursive: true });
  await writeFile(noteFile, JSON.stringify({ run: pid, list: await engineList() } satisfies Note));
}

/**
 * Containers, networks and volumes that the engine did not have when this run began, whatever their names and labels; not the
 * parts of somebody else's cluster. Nothing when the run began without {@link noteEngine}, as with a single file of tests.
 */
export async function newInEngine(): Promise<string[]> {
  const note = JSON.parse(await readFile(noteFile, 'utf8').catch(() => 'null')) as Note | null;
  if (note?.run !== pid) return [];
  return (await engineList()).filter((item) => !note.list.includes(item));
}

type Labels = Readonly<Record<string, string>> | null | undefined;

async function engineList(): Promise<string[]> {
  const [containers, networks, volumes] = await Promise.all([docker.listContainers({ all: true }), docker.listNetworks(), docker.listVolumes()]);
  const items: readonly (readonly [string, Labels])[] = [
    ...containers.map(({ Id, Names, Labels }) => [`container ${Names[0] ?? ''} ${Id}`, Labels] as const),
    ...networks.map(({ Id, Name, Labels }) => [`network ${Name} ${Id}`, Labels] as const),
    ...((volumes.Volumes as typeof volumes.Volumes | null) ?? []).map(({ Name, Labels }) => [`volume ${Name}`, Labels] as const),
  ];
  return items.filter(([, labels]) => isOfTests(labels)).map(([item]) => item);
}

function isOfTests(labels: Labels): boolean {
  const cluster = labels?.[clusterLabel];
  return labels?.[cacheLabel] === undefined && (cluster === undefined || cluster.startsWith('ccp-e2e'));
}
