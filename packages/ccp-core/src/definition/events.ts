/** Kinds of work that are shown. */
export type WorkKind = 'image' | 'push' | 'cluster' | 'job' | 'service' | 'check' | 'setup';

/** How a piece of work ended. `unchanged`: there was nothing to do. */
export type Outcome = 'done' | 'unchanged' | 'failed' | 'skipped';

/** What the engine and tools tell; plain data, one per line in `--format json`. Times are seconds. */
export type EngineEvent =
  | { readonly type: 'phase'; readonly phase: string; readonly title: string }
  | { readonly type: 'work-started'; readonly kind: WorkKind; readonly name: string; readonly title?: string; readonly expectedSeconds?: number }
  | { readonly type: 'work-step'; readonly kind: WorkKind; readonly name: string; readonly text: string }
  | {
      readonly type: 'work-finished';
      readonly kind: WorkKind;
      readonly name: string;
      readonly outcome: Outcome;
      readonly seconds: number;
      readonly detail?: string;
    }
  | { readonly type: 'message'; readonly level: 'info' | 'warning'; readonly text: string };

/** Takes events. Never throws, never blocks. */
export type EventSink = (event: EngineEvent) => void;

/** Runs `work` as one shown piece of work; a failure is shown and thrown on. */
export async function shown<T>(
  events: EventSink,
  what: { readonly kind: WorkKind; readonly name: string; readonly title?: string; readonly expectedSeconds?: number },
  work: (step: (text: string) => void) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const { kind, name } = what;
  const finish = (outcome: Outcome, detail?: string): void =>
    events({ type: 'work-finished', kind, name, outcome, seconds: (performance.now() - began) / 1000, ...(detail === undefined ? {} : { detail }) });
  events({ type: 'work-started', ...what });
  try {
    const result = await work((text) => events({ type: 'work-step', kind, name, text }));
    finish('done');
    return result;
  } catch (cause) {
    finish('failed', cause instanceof Error ? cause.message : String(cause));
    throw cause;
  }
}
