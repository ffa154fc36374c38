import PQueue from 'p-queue';
import type { ClusterConnection } from '../definition/index.ts';
import { throwAll } from '../diagnostics/index.ts';
import type { BuildReport } from '../engine/build-report.ts';
import type { ImagePlan } from '../plan/image-node.ts';
import { isMissing } from '../plan/image-offers.ts';
import { podImages, modelsFor } from './desired.ts';
import { onlyNeeded } from './image-selection.ts';
import type { PhaseClock } from './phases.ts';
import { pushImage, pushWidth } from './push.ts';
import { registryStart } from './registry-start.ts';
import type { ClusterSource } from './tools.ts';
import { buildAll, type Workspace } from './workspace.ts';

/** What stands after building and creating. */
export interface Foundation {
  readonly report: BuildReport;
  readonly connection: ClusterConnection;
}

/** Images of tools that the user calls after `up` and that no pod runs. */
const handImages = ['openstack-client', 'kubectl'];

/**
 * Builds every image and makes the cluster, side by side: the cluster is made as soon as its own images are there, its registry before
 * its nodes, and images that pods run are pushed as soon as both they and the registry are. On an existing cluster only what pods and the user's tools need is
 * built. Throws BUILD_FAILED when an image failed, after the others are done; when the cluster cannot be made, that is told at
 * once, no further image is built, and its fault is thrown. Nothing runs any more when this ends.
 */
export async function layFoundation(workspace: Workspace, source: ClusterSource, clock: PhaseClock): Promise<Foundation> {
  // What would make the cluster fail is told before minutes of building.
  if (source.kind === 'provided') await source.provider.check?.(source.context);
  const pushed = podImages(workspace.session, modelsFor(workspace.session, []));
  const plan = neededImages(await workspace.imagesToBuild(), source, pushed);
  const progress = tracker(plan.images.filter((image) => !isMissing(image)).map((image) => image.name));
  const stop = new AbortController();
  const clusterImages = source.kind === 'provided' ? source.provider.images.map((image) => image.name) : [];
  const { images: registryImages, start } = registryStart(source);
  const registry = progress.all(registryImages).then(() => start(() => cluster));
  // The registry first: two at once would both make the network.
  const cluster: Promise<ClusterConnection> = Promise.all([progress.all(clusterImages), registryImages.length === 0 ? undefined : registry])
    .then(() => clock.run('cluster', 'Making sure of the cluster (30 to 40 s when it must be made)', () => ensureCluster(source)))
    .catch((fault: unknown) => {
      if (!progress.failed) giveUp(workspace, stop, fault);
      throw fault;
    });
  // A failed build is reported below, with all images; these only follow it.
  const follow = Promise.allSettled([cluster, ...pushImages(workspace, plan, pushed, { progress, registry })]);
  const building = clock.run('build', buildTitle(plan), () => buildAll(workspace, plan, { onBuilt: (image) => progress.done(image.name), signal: stop.signal }));
  const report = await building.catch(async (reason: unknown) => {
    progress.fail(reason);
    // What still runs uses the terminal and the engine; it ends by the same signal.
    await follow;
    throw stop.signal.aborted ? stop.signal.reason : reason;
  });
  const [fault] = report.faults;
  if (fault !== undefined) progress.fail(fault);
  const results = await follow;
  if (stop.signal.aborted) throw stop.signal.reason;
  throwAll(report.faults);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return { report, connection: await cluster };
}

/** All images where a cluster is made of them; else those that are used. */
function neededImages(plan: ImagePlan, source: ClusterSource, pushed: readonly string[]): ImagePlan {
  if (source.kind === 'provided') return plan;
  const used = [...pushed, ...handImages];
  return onlyNeeded(plan, plan.images.map((image) => image.name).filter((name) => used.includes(name)));
}

/** Two builds go at once. */
function buildTitle(plan: ImagePlan): string {
  const todo = plan.images.filter((image) => image.action === 'build');
  const pulled = plan.images.filter((image) => image.action === 'pull').length;
  if (todo.length === 0) return pulled === 0 ? 'All images are present' : `Pulling ${pulled} images`;
  const minutes = Math.max(1, Math.round(todo.reduce((sum, image) => sum + image.expectedSeconds, 0) / 2 / 60));
  return `Building ${todo.length} images from source (about ${minutes} min on 2 cores)${pulled === 0 ? '' : ` and pulling ${pulled}`}`;
}

/** Tells why the cluster cannot be made and stops building; the user's own stop needs no word. */
function giveUp(workspace: Workspace, stop: AbortController, fault: unknown): void {
  const { events, signal } = workspace.session.options;
  if (!signal.aborted) events({ type: 'message', level: 'warning', text: `The cluster cannot be made, so no further image is built: ${fault instanceof Error ? fault.message : String(fault)}` });
  stop.abort(fault);
}

/** Pushes each image as soon as it and the registry are there. */
function pushImages(workspace: Workspace, plan: ImagePlan, names: readonly string[], after: { readonly progress: Tracker; readonly registry: Promise<string | undefined> }): Promise<void>[] {
  const pushing = new PQueue({ concurrency: pushWidth });
  return plan.images
    .filter((image) => names.includes(image.name))
    .map(async (image) => {
      await after.progress.all([image.name]);
      const address = await after.registry;
      await pushing.add(() => pushImage(workspace, image, address));
    });
}

async function ensureCluster(source: ClusterSource): Promise<ClusterConnection> {
  return source.kind === 'existing' ? source.connection : source.provider.ensure(source.context);
}

interface Tracker {
  /** Whether `fail` was called. */
  readonly failed: boolean;
  done(name: string): void;
  fail(reason: unknown): void;
  /** Resolves when all of `names` are done. */
  all(names: readonly string[]): Promise<unknown>;
}

/** Tells when images are there. `present`: those that are from the start. */
function tracker(present: readonly string[]): Tracker {
  const slots = new Map<string, PromiseWithResolvers>();
  const slot = (name: string): PromiseWithResolvers => {
    const known = slots.get(name);
    if (known !== undefined) return known;
    const made = withResolvers();
    slots.set(name, made);
    return made;
  };
  for (const name of present) slot(name).resolve();
  let failed = false;
  return {
    get failed() {
      return failed;
    },
    done: (name) => slot(name).resolve(),
    fail: (reason) => {
      failed = true;
      for (const each of slots.values()) each.reject(reason);
    },
    all: (names) => Promise.all(names.map((name) => slot(name).promise)),
  };
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: unknown): void;
}

function withResolvers(): PromiseWithResolvers {
  let settle: { resolve: () => void; reject: (reason: unknown) => void } = { resolve: () => undefined, reject: () => undefined };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Nobody may be waiting yet when it fails.
  promise.catch(() => undefined);
  return { promise, ...settle };
}
