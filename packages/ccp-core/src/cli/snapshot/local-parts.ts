import { open, readdir } from 'node:fs/promises';
import { arch, cpus, freemem, hostname, loadavg, platform, release, totalmem, uptime } from 'node:os';
import { join, sep } from 'node:path';
import { engineFacts } from '../../docker/index.ts';
import { keyLabel } from '../../plan/image-settings.ts';
import { planEnvironment } from '../commands/plan.ts';
import { doctorFindings } from '../commands/doctor.ts';
import { environmentStatus } from '../commands/status.ts';
import { diskSpace } from '../disk-space.ts';
import { commentedConfiguration } from '../effective-configuration.ts';
import { versionsOf } from '../versions.ts';
import type { Workspace } from '../workspace.ts';
import { yamlPart, type SnapshotFile, type SnapshotPart } from './part.ts';

/** Bytes of a log that are kept: its end tells what went wrong. */
const logBytes = 256 * 1024;

/** Files of the state folder that hold no credentials. */
const stateFiles = ['durations.json', 'sources.lock.yaml'];

/** What the commands of ccp show of an environment. */
export function commandParts(workspace: Workspace): SnapshotPart[] {
  const { session } = workspace;
  return [
    { what: 'configuration', files: async () => [{ path: 'configuration.yaml', text: commentedConfiguration(session) }] },
    yamlPart('versions', 'versions.yaml', async () => versionsOf(session.catalog.components)),
    yamlPart('status', 'status.yaml', () => environmentStatus(workspace)),
    yamlPart('plan', 'plan.yaml', () => planEnvironment(workspace, false)),
    yamlPart('findings of doctor', 'doctor.yaml', () => doctorFindings(workspace)),
  ];
}

/** What the engine and this host are like, and what ccp left on its disk: logs, durations, the lock of sources. */
export function hostParts({ session, adapters }: Workspace): SnapshotPart[] {
  const { stateDirectory } = session;
  return [
    yamlPart('engine', 'host/engine.yaml', () => engineFacts()),
    yamlPart('images of the engine', 'host/images.yaml', async () => (await adapters.engine.listImages(keyLabel)).map(({ references, createdAt, sizeBytes }) => ({ references, createdAt: new Date(createdAt * 1000).toISOString(), sizeBytes }))),
    yamlPart('host', 'host/host.yaml', async () => ({ ...hostFacts(), disk: await diskSpace(stateDirectory) })),
    { what: 'local logs', files: () => localFiles(stateDirectory) },
  ];
}

function hostFacts(): Readonly<Record<string, unknown>> {
  return { hostname: hostname(), platform: platform(), release: release(), architecture: arch(), processors: cpus().length, loadAverage: loadavg(), uptimeSeconds: uptime(), memoryBytes: totalmem(), freeMemoryBytes: freemem() };
}

async function localFiles(stateDirectory: string): Promise<SnapshotFile[]> {
  const logs = await readdir(join(stateDirectory, 'logs'), { recursive: true, withFileTypes: true }).catch(unlessAbsent([]));
  const names = [...stateFiles, ...logs.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(stateDirectory.length + 1))];
  const files = names.map(async (name) => ({ path: `local/${name.split(sep).join('/')}`, text: await tail(join(stateDirectory, name)).catch(unlessAbsent(undefined)) }));
  return (await Promise.all(files)).flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
}

async function tail(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(Math.min(size, logBytes)), position: Math.max(0, size - logBytes) });
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await handle.close();
  }
}

/** A file that is not there is no fault. */
function unlessAbsent<T>(instead: T): (fault: NodeJS.ErrnoException) => T {
  return (fault) => {
    if (fault.code !== 'ENOENT') throw fault;
    return instead;
  };
}
