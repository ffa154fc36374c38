import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { ClusterApi } from '../../engine/cluster-contract.ts';
import { refuseWhenStopped } from '../../engine/interruption.ts';
import { redactor } from '../../engine/secrets.ts';
import { secretTexts } from '../../config/index.ts';
import { ownVersion } from '../versions.ts';
import { writtenPassword } from '../credentials.ts';
import { requireCluster, type Workspace } from '../workspace.ts';
import { writeArchive } from './archive.ts';
import { logParts, objectParts, secretValues } from './cluster-parts.ts';
import { commandParts, hostParts } from './local-parts.ts';
import { collectParts, type MissingPart, type SnapshotPart } from './part.ts';

/** What was written. */
export interface Snapshot {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  /** Paths in the archive, below its only folder. */
  readonly files: readonly string[];
  /** What could not be had, as the archive's `snapshot.yaml` says, too. */
  readonly missing: readonly MissingPart[];
}

/** How a snapshot is taken. */
export interface SnapshotOptions {
  /** Default: `snapshot-<environment>-<time>.tar.gz` in the state folder. */
  readonly file?: string | undefined;
  /** Last lines of each log. Default: 1000. */
  readonly lines?: number;
}

/** Last lines of each log that are usually enough. */
export const usualLines = 1000;

/**
 * Writes what whoever helps needs to know of an environment into a compressed tar (0600): configuration, plan, status, findings, objects, logs, engine
 * and host. What cannot be had is listed. No value of a secret is in it: keys that name one hide their values, and the values that
 * are known (also from the configuration) are taken out of all texts; logs stay out when the Secrets cannot be read. Throws USAGE when the file exists, INTERRUPTED.
 */
export async function takeSnapshot(workspace: Workspace, { file, lines = usualLines }: SnapshotOptions = {}): Promise<Snapshot> {
  const { session } = workspace;
  const { events, signal } = session.options;
  const { core, namespace } = session.configuration;
  const taken = new Date().toISOString();
  const name = `snapshot-${core.environment.name}-${taken.replace(/\.\d+|[-:]/g, '')}`;
  events({ type: 'phase', phase: 'snapshot', title: `Collecting the state of environment ${core.environment.name}` });
  const { parts, values } = await clusterParts(() => requireCluster(workspace), namespace, lines);
  const { files, missing } = await collectParts([...commandParts(workspace), ...hostParts(workspace), ...parts]);
  refuseWhenStopped(signal, 'taking a snapshot');
  const redact = redactor([...values, ...(await operatorsValues(workspace))]);
  const all = [{ path: 'snapshot.yaml', text: stringify({ environment: core.environment.name, namespace, taken, ccp: ownVersion(), linesOfLogs: lines, missing }) }, ...files].map(({ path, text }) => ({ path, text: redact(text) }));
  const target = file === undefined ? join(session.stateDirectory, `${name}.tar.gz`) : resolve(file);
  const bytes = await writeArchive(target, name, all);
  return { file: target, bytes, files: all.map(({ path }) => path).sort(), missing: missing.map(({ what, why }) => ({ what, why: redact(why) })) };
}

/** What the cluster has, as far as it answers, and the values of its Secrets. */
export async function clusterParts(connected: () => Promise<ClusterApi>, namespace: string, lines: number): Promise<{ readonly parts: readonly SnapshotPart[]; readonly values: readonly string[] }> {
  const absent = (what: string, fault: unknown): { parts: SnapshotPart[]; values: string[] } => ({ parts: [{ what, files: () => Promise.reject(fault as Error) }], values: [] });
  try {
    const cluster = await connected();
    const objects = objectParts(cluster, namespace);
    try {
      const values = secretValues(await cluster.list('v1', 'Secret', namespace));
      return { parts: [...objects, ...(await logParts(cluster, namespace, lines))], values };
    } catch (fault) {
      const { parts, values } = absent('logs (they are taken only where the Secrets can be read, whose values are then taken out of them)', fault);
      return { parts: [...objects, ...parts], values };
    }
  } catch (fault) {
    return absent('objects and logs of the cluster', fault);
  }
}

/** Secret values that the operator's own files hold: the cluster may be away, and what is secret in the configuration stands in no Secret by itself. */
async function operatorsValues({ session, registryAccess }: Workspace): Promise<string[]> {
  const { configuration, imports, stateDirectory } = session;
  const login = await registryAccess().then((access) => access.login?.password, () => undefined);
  const own = [...imports.places.keys()].map((name) => imports.value(name));
  return [login, await writtenPassword(stateDirectory), ...own, ...secretTexts(configuration.raw.value)].filter((value) => value !== undefined);
}
