import PQueue from 'p-queue';
import type { ClusterConnection } from '../definition/index.ts';
import { throwAll } from '../diagnostics/index.ts';
import type { BuildReport } from '../engine/build-report.ts';
import { podImages, modelsFor } from './desired.ts';
import type { PhaseClock } from './phases.ts';
import { pushImage } from './push.ts';
import type { ClusterSource } from './tools.ts';
import { buildAll, type Workspace } from './workspace.ts';

/** More pushes at a time are no faster: compressing layers is the engine's bottleneck. */
const pushWidth = 2;

/** What stands after building and creating. */
export interface Foundation {
  readonly report: BuildReport;
  readonly connection: ClusterConnection;
}

/**
 * Builds every image and makes the cluster, side by side: the cluster is made as soon as its own images are there, and images that
 * pods run are pushed as soon as both they and the registry are. Throws BUILD_FAILED when an image failed, after the others are done.
 */
export async function layFoundation(workspace: Workspace, source: ClusterSource, clock: PhaseClock): Promise<Foundation> {
  // What would make the cluster fail is told before minutes of building.
  if (source.kind === 'provided') await source.provider.check?.(source.context);
  const plan = await workspace.images();
  const clusterImages = source.kind === 'provided' ? source.provider.images.map((image) => image.name) : [];
  const pushed = podImages(workspace.session, modelsFor(workspace.session, []));
  const built = plan.images.map((image) => image.name).filter((name) => plan.images.some((image) => image.name === name && image.action !== 'build'));
  const progress = tracker(built);
  const cluster = progress.all(clusterImages).then(() => clock.run('cluster', 'Making sure of the cluster (15 to 30 s when it must be made)', () => ensureCluster(source)));
  const pushing = new PQueue({ concurrency: pushWidth });
  const pushes = plan.images
    .filter((image) => pushed.includes(image.name))
    .map(async (image) => {
      await progress.all([image.name]);
      const { pushAddress } = await cluster;
      await pushing.add(() => pushImage(workspace, image, pushAddress));
    });
  // A failed build is reported below, with all images; these only follow it.
  const follow = Promise.allSettled([cluster, ...pushes]);
  const todo = plan.images.filter((image) => image.action === 'build').length;
  const title = todo === 0 ? 'All images are present' : `Building ${todo} images from source (about 10 minutes for all of them on 2 cores)`;
  const report = await clock.run('build', title, () => buildAll(workspace, plan, (image) => progress.done(image.name))).catch((reason: unknown) => {
    progress.fail(reason);
    throw reason;
  });
  const [fault] = report.faults;
  if (fault !== undefined) progress.fail(fault);
  const results = await follow;
  throwAll(report.faults);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return { report, connection: await cluster };
}

async function ensureCluster(source: ClusterSource): Promise<ClusterConnection> {
  return source.kind === 'existing' ? source.connection : source.provider.ensure(source.context);
}

interface Tracker {
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
  return {
    done: (name) => slot(name).resolve(),
    fail: (reason) => {
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
