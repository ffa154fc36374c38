import type { EngineEvent, Outcome, WorkKind } from '../definition/index.ts';

/** One piece of work that has begun and not ended. */
export interface RunningWork {
  readonly kind: WorkKind;
  readonly name: string;
  readonly title: string | undefined;
  readonly expectedSeconds: number | undefined;
  /** Milliseconds of `performance.now()`. */
  readonly began: number;
  /** What it does now; empty until it says so. */
  step: string;
}

/** Follows events: which work is running, and how much has ended how. */
export class WorkBoard {
  readonly began = performance.now();
  readonly counts: Record<Outcome, number> = { done: 0, unchanged: 0, failed: 0, skipped: 0 };
  readonly #running = new Map<string, RunningWork>();

  /** In order of their begin. */
  get running(): readonly RunningWork[] {
    return [...this.#running.values()];
  }

  learn(event: EngineEvent): void {
    switch (event.type) {
      case 'work-started':
        this.#running.set(keyOf(event), { kind: event.kind, name: event.name, title: event.title, expectedSeconds: event.expectedSeconds, began: performance.now(), step: '' });
        return;
      case 'work-step': {
        const work = this.#running.get(keyOf(event));
        if (work !== undefined) work.step = event.text;
        return;
      }
      case 'work-finished':
        this.#running.delete(keyOf(event));
        this.counts[event.outcome] += 1;
        return;
      case 'phase':
      case 'message':
        return;
    }
  }
}

function keyOf({ kind, name }: { readonly kind: WorkKind; readonly name: string }): string {
  return `${kind} ${name}`;
}
