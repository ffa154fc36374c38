import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until `ask` gives a value or `limitSeconds` are over; then throws with the last fault. For states of real systems that tell nobody when they change. */
export async function until<T>(what: string, limitSeconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + limitSeconds * 1000;
  let last: unknown = 'no answer';
  while (performance.now() < end) {
    try {
      const value = await ask();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    await pause(500);
  }
  throw new Error(`${what} did not happen within ${limitSeconds} s: ${String(last)}`);
}
