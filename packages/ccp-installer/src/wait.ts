import { setTimeout } from 'node:timers/promises';
import { stopIfAborted } from './interrupted.ts';

/** How often something is asked, in milliseconds. */
const interval = 300;

/** Options of {@link waitUntilNothingIsMissing}. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  readonly limitSeconds: number;
  /** Told what is missing, when that changes. */
  readonly step: (text: string) => void;
}

/** Asks until `ask` returns nothing, or the limit is over; returns what is missing then. Throws INTERRUPTED. */
export async function waitUntilNothingIsMissing(ask: () => Promise<readonly string[]>, options: WaitOptions): Promise<readonly string[]> {
  const end = performance.now() + options.limitSeconds * 1000;
  let shown = '';
  for (;;) {
    stopIfAborted(options.signal);
    const missing = await ask();
    if (missing.length === 0 || performance.now() > end) return missing;
    const text = `waiting: ${missing[0]}`;
    if (text !== shown) options.step(text);
    shown = text;
    await setTimeout(interval, undefined, { signal: options.signal }).catch(() => undefined);
  }
}
