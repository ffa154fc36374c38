import type { EventSink } from '../definition/index.ts';
import { connectDocker, connectRegistry } from '../docker/index.ts';
import type { BuildReport } from '../engine/build-report.ts';
import type { BuildAdapters } from '../engine/contracts.ts';
import { connectHost } from '../sources/index.ts';
import { buildAndPush, buildSelected } from './commands/build.ts';
import { deployTo, ownConnection, type DeployReport } from './commands/deploy.ts';
import { planEnvironment, type PlanView } from './commands/plan.ts';
import { environmentStatus, watchStatus, type EnvironmentStatus } from './commands/status.ts';
import { bringUp, type UpReport } from './commands/up.ts';
import { openSession } from './open-session.ts';
import { takeSnapshot, type Snapshot, type SnapshotOptions } from './snapshot/take-snapshot.ts';
import { openWorkspace } from './workspace.ts';

/** Which environment to open, and who is told of progress. */
export interface EnvironmentOptions {
  /** Folder of the environment: ccp.yaml and `.ccp` lie here, components are resolved from here. */
  readonly directory: string;
  /** Configuration file. Default: `ccp.yaml` of the folder when it exists. */
  readonly file?: string;
  /** `key.path=value` assignments, over the file. Default: none. */
  readonly sets?: readonly string[];
  /** Gets progress while something runs. Default: nobody does. */
  readonly events?: EventSink;
  /** Ends what runs, as Ctrl-C does on the command line: it throws INTERRUPTED, or the signal's reason where that is a CcpError. Default: never. */
  readonly signal?: AbortSignal;
  /** Docker engine, registry client and host. Default: the real ones. */
  readonly adapters?: BuildAdapters;
}

/**
 * One environment for programs: what the command line does, with the results that `-o json` prints. Nothing here writes to the terminal;
 * faults are thrown as CcpError, with the codes of the commands.
 */
export interface Environment {
  readonly name: string;
  readonly namespace: string;
  /** What build and deploy would do; changes nothing. `all`: also what does not change. */
  plan(options?: { readonly all?: boolean }): Promise<PlanView>;
  /**
   * Builds what has changed of these images and what they are made from. Default: of all. `push`: sends what ships to `registry.address`, which may not
   * lack (USAGE). What failed is in `faults` of the report; INTERRUPTED is thrown.
   */
  build(images?: readonly string[], options?: { readonly push?: boolean }): Promise<BuildReport>;
  /** Makes cluster, images and cloud, and verifies them; continues what an interrupted run left. */
  up(): Promise<UpReport>;
  /** Builds and pushes what pods need, and deploys what differs to the cluster that there is. Throws CLUSTER_MISSING. */
  deploy(): Promise<DeployReport>;
  /** What runs, and what does not and why. */
  status(): Promise<EnvironmentStatus>;
  /** Writes what whoever helps needs to know into an archive without secret values; see `ccp snapshot`. Throws USAGE when the file exists. */
  snapshot(options?: SnapshotOptions): Promise<Snapshot>;
  /** The status now, and again whenever it changes, until the loop is left or `signal` aborts. */
  watch(signal?: AbortSignal): AsyncGenerator<EnvironmentStatus, void>;
}

/** Reads and checks configuration and components. Every fault found is thrown in one error (CONFIG_INVALID, CATALOG_INVALID, TEMPLATE_INVALID). */
export async function openEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const signal = options.signal ?? new AbortController().signal;
  const { directory, file, sets = [], events = () => undefined } = options;
  const session = await openSession({ directory, file, sets, events, signal });
  const adapters = options.adapters ?? { engine: connectDocker(), host: connectHost(session.configuration.core.mirrors), registry: connectRegistry() };
  // Only commands of tools have results of their own to print.
  const workspace = openWorkspace(session, adapters, () => undefined);
  return {
    name: session.configuration.core.environment.name,
    namespace: session.configuration.namespace,
    plan: ({ all = false } = {}) => planEnvironment(workspace, all),
    build: (images, { push = false } = {}) => (push ? buildAndPush(workspace, images) : buildSelected(workspace, images)),
    up: () => bringUp(workspace),
    deploy: async () => deployTo(workspace, await ownConnection(workspace)),
    status: () => environmentStatus(workspace),
    snapshot: (options) => takeSnapshot(workspace, options),
    watch: (stop = signal) => watchStatus(workspace, stop),
  };
}
