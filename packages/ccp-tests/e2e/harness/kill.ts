import { setTimeout as pause } from 'node:timers/promises';
import { start, type CcpOptions, type Result } from './ccp.ts';

/** Numbers in [0, 1) that a seed determines (mulberry32), so that a failed run can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Starts ccp and kills it without warning after so many seconds, with everything that it started; undefined when it was done before. */
export async function killAfter(seconds: number, args: readonly string[], options: CcpOptions = {}): Promise<Result | undefined> {
  const { child, ended } = start(args, options);
  const first = await Promise.race([ended.then(() => 'ended' as const), pause(seconds * 1000, 'time' as const)]);
  if (first === 'time') child.kill('SIGKILL');
  const result = await ended;
  return first === 'time' ? undefined : result;
}
