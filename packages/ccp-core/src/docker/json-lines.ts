import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A line of the engine's answer to a build, pull, push or import. */
export interface EngineMessage {
  readonly id?: string;
  readonly aux?: unknown;
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
}

/**
 * Hands each line of an answer to `take` as it comes; returns the engine's error when the answer holds one. Throws when the
 * connection breaks.
 */
export async function followAnswer(answer: Readable, take: (message: EngineMessage) => void = () => undefined): Promise<string | undefined> {
  let error: string | undefined;
  const lines = createInterface({ input: answer, crlfDelay: Infinity });
  // readline does not hand on errors of its input: a broken connection would look like the end of the answer.
  const broken = new Promise<never>((_, reject) => answer.once('error', reject));
  const read = async (): Promise<void> => {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      const message = JSON.parse(line) as EngineMessage;
      take(message);
      error = message.error ?? error;
    }
  };
  await Promise.race([read(), broken]);
  return error;
}

/** Follows an answer to its end. Throws a plain Error with the engine's words when it holds an error. */
export async function drainAnswer(answer: Readable, take?: (message: EngineMessage) => void): Promise<void> {
  const error = await followAnswer(answer, take);
  if (error !== undefined) throw new Error(error);
}
