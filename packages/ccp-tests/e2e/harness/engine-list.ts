import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { root } from './ccp.ts';
import { docker } from './docker.ts';

/** Shared by all clusters, and made to outlive them. */
const cacheLabel = 'ccp.io/cache';
const clusterLabel = 'ccp.io/cluster';

const noteFile = `${root}.ccp/e2e-engine.json`;

/** Writes down what is in the engine before the tests use it. */
export async function noteEngine(): Promise<void> {
  await mkdir(dirname(noteFile), { recursive: true });
  await writeFile(noteFile, JSON.stringify(await engineList()));
}

/**
 * Containers, networks and volumes that the engine did not have at {@link noteEngine}, whatever their names and labels; not the parts of somebody
 * else's cluster. Throws without that note, which is used once: it is of this run.
 */
export async function newInEngine(): Promise<string[]> {
  const before = JSON.parse(await readFile(noteFile, 'utf8')) as string[];
  await rm(noteFile);
  return (await engineList()).filter((item) => !before.includes(item));
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
