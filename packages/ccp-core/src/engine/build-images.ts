import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pRetry from 'p-retry';
import { CcpError } from '../diagnostics/index.ts';
import type { EventSink } from '../definition/index.ts';
import type { ImageNode, ImagePlan } from '../plan/image-node.ts';
import { isMissing } from '../plan/image-offers.ts';
import { BuildLog } from './build-log.ts';
import type { BuildReport, ImageOutcome, ImageReport } from './build-report.ts';
import { buildNode } from './build-node.ts';
import type { BuildProgress, BuildTools, RegistryLogin } from './contracts.ts';
import { saveDurations } from './durations.ts';
import { networkFault } from './failure-class.ts';
import { pullNode } from './pull-node.ts';
import { runGraph } from './run-graph.ts';

export type { BuildReport, ImageReport };

/** Options of {@link buildImages}. */
export interface BuildImagesOptions {
  /** Default: nobody is told. */
  readonly events?: EventSink;
  /** Kills running builds and starts no more. Default: never. */
  readonly signal?: AbortSignal;
  /** For logs and recorded durations. Default: a folder below the system's temporary one, and nothing is recorded. */
  readonly stateDirectory?: string;
  /** Builds at once. Default: 2. */
  readonly width?: number;
  /** How often a build is tried again after a network fault. Default: 4. */
  readonly retries?: number;
  /** Milliseconds before the first further try; grows threefold with each, with jitter. Default: 2000. */
  readonly retryDelayMs?: number;
  /** Account of the registry that images are pulled from. Default: none is needed. */
  readonly login?: RegistryLogin | undefined;
  /** Told as soon as an image is in the engine under its reference, be it built, pulled or present. Must not throw. */
  onBuilt?(node: ImageNode): void;
}

/** Usual seconds of a pull. */
const pullSeconds = 5;

/**
 * Builds or pulls what a plan says is missing. A failed image ends only the images made from it; its CcpError BUILD_FAILED (with
 * the last lines, the step and the log) or REGISTRY_FAILED is in the report's `faults`. Throws CcpError INTERRUPTED when the signal ended it (a
 * further run continues: finished images and steps are kept by the engine), ENGINE_UNREACHABLE, REGISTRY_UNREACHABLE, PREREQUISITE.
 */
export async function buildImages(plan: ImagePlan, adapters: BuildTools, options: BuildImagesOptions = {}): Promise<BuildReport> {
  const run = new BuildRun(plan, adapters, options);
  return run.execute();
}

/** State of one call of {@link buildImages}. */
class BuildRun {
  readonly #nodes: ReadonlyMap<string, ImageNode>;
  readonly #reports = new Map<string, ImageReport>();
  readonly #faults: CcpError[] = [];
  readonly #running = new Set<string>();
  readonly #began = performance.now();
  readonly #plan: ImagePlan;
  readonly #adapters: BuildTools;
  readonly #options: BuildImagesOptions;
  readonly #signal: AbortSignal;
  readonly #events: EventSink;
  #interrupted: string[] | undefined;

  constructor(plan: ImagePlan, adapters: BuildTools, options: BuildImagesOptions) {
    this.#plan = plan;
    this.#adapters = adapters;
    this.#options = options;
    this.#nodes = new Map(plan.images.map((node) => [node.name, node]));
    this.#signal = options.signal ?? new AbortController().signal;
    this.#events = options.events ?? (() => undefined);
  }

  async execute(): Promise<BuildReport> {
    const note = (): void => void (this.#interrupted ??= [...this.#running].sort());
    this.#signal.addEventListener('abort', note, { once: true });
    try {
      for (const node of this.#plan.images) await this.#settle(node);
      await this.#bringMissing();
    } finally {
      this.#signal.removeEventListener('abort', note);
      await this.#record();
    }
    if (this.#signal.aborted) throw this.#interruption();
    const images = this.#plan.images.flatMap((node) => this.#reports.get(node.name) ?? []);
    return { images, planMs: this.#plan.planMs, seconds: (performance.now() - this.#began) / 1000, faults: this.#faults };
  }

  /** Ends nodes that need no build. */
  async #settle(node: ImageNode): Promise<void> {
    if (isMissing(node)) return;
    if (node.sameAs !== undefined) await this.#adapters.engine.tag(node.sameAs, node.reference);
    if (node.action === 'present') this.#options.onBuilt?.(node);
    this.#report(node, node.action === 'present' ? 'present' : 'skipped', node.reason, { sizeBytes: node.sizeBytes ?? 0 });
  }

  async #bringMissing(): Promise<void> {
    const missing = this.#plan.images.filter(isMissing);
    const edges = new Map(missing.map((node) => [node.name, node.action === 'pull' ? [] : node.dependsOn]));
    await runGraph(edges, {
      width: this.#options.width ?? 2,
      weight: (name) => expectedSeconds(this.#node(name)),
      run: (name) => this.#bring(this.#node(name)),
      skipped: (name, because) => this.#skip(this.#node(name), because),
      signal: this.#signal,
    });
  }

  async #bring(node: ImageNode): Promise<'done' | 'failed'> {
    const began = performance.now();
    const { name, title } = node;
    const seconds = (): number => (performance.now() - began) / 1000;
    this.#running.add(name);
    this.#events({ type: 'work-started', kind: 'image', name, title, expectedSeconds: expectedSeconds(node) });
    const log = await BuildLog.open(this.#options.stateDirectory ?? join(tmpdir(), 'ccp'), name);
    try {
      const found = await this.#adapters.engine.findImage(node.reference);
      const { sizeBytes } = found ?? (await this.#tryBring(node, log));
      const [outcome, reason] = found === undefined ? ([node.action === 'pull' ? 'pulled' : 'built', node.reason] as const) : (['present', 'built meanwhile'] as const);
      this.#report(node, outcome, reason, { seconds: seconds(), sizeBytes, log: log.path });
      this.#events({ type: 'work-finished', kind: 'image', name, outcome: found === undefined ? 'done' : 'unchanged', seconds: seconds(), detail: reason });
      this.#options.onBuilt?.(node);
      return 'done';
    } catch (cause) {
      const error = this.#failure(node, cause, log);
      this.#events({ type: 'work-finished', kind: 'image', name, outcome: 'failed', seconds: seconds(), detail: error.message });
      if (endsRun(error)) throw error;
      this.#faults.push(error);
      this.#report(node, 'failed', error.message, { seconds: seconds(), log: log.path });
      return 'failed';
    } finally {
      this.#running.delete(name);
      await log.close();
    }
  }

  async #tryBring(node: ImageNode, log: BuildLog): Promise<{ sizeBytes: number }> {
    const step = (text: string): void => this.#events({ type: 'work-step', kind: 'image', name: node.name, text });
    const onProgress = (progress: BuildProgress): void => {
      log.add(progress);
      if (progress.kind === 'step') step(progress.text);
    };
    const told = { signal: this.#signal, events: this.#events, onProgress };
    return pRetry(
      () => (node.action === 'pull' ? pullNode(node, this.#adapters.engine, { ...told, login: this.#options.login }) : buildNode(node, this.#adapters, told)),
      {
        retries: this.#options.retries ?? 4,
        minTimeout: this.#options.retryDelayMs ?? 2000,
        factor: 3,
        maxTimeout: 60_000,
        randomize: true,
        signal: this.#signal,
        shouldRetry: ({ error }) => retryable(error),
        onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
          if (!retryable(error) || retriesLeft === 0) return;
          const text = `network fault, try ${attemptNumber + 1} follows: ${error instanceof CcpError ? networkFault(error.evidence) : ''}`;
          log.add({ kind: 'step', text });
          step(text);
        },
      },
    );
  }

  #failure(node: ImageNode, cause: unknown, log: BuildLog): CcpError {
    if (this.#signal.aborted) return this.#interruption();
    if (!(cause instanceof CcpError)) throw cause;
    if (endsRun(cause)) return cause;
    return new CcpError(cause.code, `Image ${node.name}: ${cause.message}`, {
      hint: cause.hint ?? `The whole log is ${log.path}`,
      where: { file: log.path, object: `image ${node.name}` },
      evidence: cause.evidence,
      cause,
    });
  }

  #skip(node: ImageNode, because: string): void {
    const reason = `${because} failed`;
    this.#report(node, 'skipped', reason, {});
    this.#events({ type: 'work-finished', kind: 'image', name: node.name, outcome: 'skipped', seconds: 0, detail: reason });
  }

  #report(node: ImageNode, outcome: ImageOutcome, reason: string, more: { seconds?: number; sizeBytes?: number; log?: string }): void {
    const { name, reference, key } = node;
    this.#reports.set(name, { name, reference, key, outcome, reason, seconds: 0, sizeBytes: 0, ...more });
  }

  #interruption(): CcpError {
    const running = this.#interrupted ?? [];
    const what = running.length === 0 ? 'Building images was stopped.' : `Stopped while building ${running.join(', ')}.`;
    return new CcpError('INTERRUPTED', what, { hint: 'Run the command again: it continues with what is missing.' });
  }

  async #record(): Promise<void> {
    if (this.#options.stateDirectory === undefined) return;
    const built = [...this.#reports.values()].filter((report) => report.outcome === 'built');
    if (built.length === 0) return;
    await saveDurations(this.#options.stateDirectory, Object.fromEntries(built.map(({ name, seconds }) => [name, Math.round(seconds * 10) / 10])));
  }

  #node(name: string): ImageNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new Error(`${name} is not in the plan`);
    return node;
  }
}

/** Faults that every further image would meet too. */
const endingCodes: readonly string[] = ['INTERRUPTED', 'ENGINE_UNREACHABLE', 'REGISTRY_UNREACHABLE', 'PREREQUISITE'];

function endsRun(error: CcpError): boolean {
  return endingCodes.includes(error.code);
}

function expectedSeconds(node: ImageNode): number {
  return node.action === 'pull' ? pullSeconds : node.expectedSeconds;
}

function retryable(error: Error): boolean {
  return error instanceof CcpError && error.code === 'BUILD_FAILED' && networkFault(error.evidence, error.message) !== undefined;
}
