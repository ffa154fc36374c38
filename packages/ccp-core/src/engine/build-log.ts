import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { BuildProgress } from './contracts.ts';

/** The log file of one image. */
export class BuildLog {
  readonly path: string;
  readonly #stream: WriteStream;
  readonly #began = performance.now();

  private constructor(path: string, stream: WriteStream) {
    this.path = path;
    this.#stream = stream;
  }

  /** Starts `<stateDirectory>/logs/build/<image>.log` anew. */
  static async open(stateDirectory: string, image: string): Promise<BuildLog> {
    const path = join(stateDirectory, 'logs', 'build', `${image}.log`);
    await mkdir(dirname(path), { recursive: true });
    await truncate(path).catch(() => undefined);
    // Appending, so that two processes that build the same image write line after line.
    return new BuildLog(path, createWriteStream(path, { flags: 'a' }));
  }

  /** Adds what a build tells: steps with the seconds since the start. */
  add(progress: BuildProgress): void {
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(1);
    this.#stream.write(progress.kind === 'step' ? `--- ${seconds} s  ${progress.text}\n` : `${progress.text}\n`);
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream).catch(() => undefined);
  }
}
