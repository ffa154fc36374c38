import type { ApiConnection } from './api.ts';
import { conditionOf, type Condition, type Verdict } from './condition.ts';
import type { PlacedInput } from './input.ts';
import { defaultTiming, follow, type WatchTiming } from './watch.ts';

/** What is told whenever something changes; one JSON line on stdout. */
export interface Report {
  /** Names of the conditions that do not hold yet; empty at the end. */
  readonly waitingFor: readonly string[];
  /** Why, joined by `; `. */
  readonly reason: string;
}

/**
 * Waits until all conditions of `input` hold at the same time, without limit. Reports the first state and each
 * change. Ends early, without error, when `signal` is aborted.
 */
export async function waitForAll(
  input: PlacedInput,
  connection: ApiConnection,
  report: (report: Report) => void,
  signal: AbortSignal,
  timing: WatchTiming = defaultTiming,
): Promise<void> {
  const conditions = input.waits.map((wait) => conditionOf(wait, input));
  const board = new Board(conditions, report);
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  if (board.complete) return board.tell();
  await Promise.all(
    conditions.map((condition) => {
      const learn = (verdict: Verdict): void => {
        board.learn(condition, verdict);
        if (board.complete) done.abort();
      };
      return follow(
        connection,
        condition,
        timing,
        { objects: (objects) => learn(condition.judge(objects)), fault: (message) => learn({ holds: false, reason: `${condition.name}: ${message}` }) },
        either,
      );
    }),
  );
}

/** The latest verdict of every condition. Silent until each was judged once, so that the first line is a full picture. */
class Board {
  private readonly verdicts = new Map<Condition, Verdict>();
  private readonly conditions: readonly Condition[];
  private readonly report: (report: Report) => void;
  private last = '';

  constructor(conditions: readonly Condition[], report: (report: Report) => void) {
    this.conditions = conditions;
    this.report = report;
  }

  get complete(): boolean {
    return this.conditions.every((condition) => this.verdicts.get(condition)?.holds === true);
  }

  learn(condition: Condition, verdict: Verdict): void {
    if (this.complete) return;
    this.verdicts.set(condition, verdict);
    if (this.verdicts.size === this.conditions.length) this.tell();
  }

  tell(): void {
    const open = this.conditions.filter((condition) => this.verdicts.get(condition)?.holds !== true);
    const report = { waitingFor: open.map(({ name }) => name), reason: open.map((condition) => this.verdicts.get(condition)?.reason ?? '').join('; ') };
    const text = JSON.stringify(report);
    if (text === this.last) return;
    this.last = text;
    this.report(report);
  }
}
