import type Docker from 'dockerode';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { BuildOutcome, BuildRequest } from '../engine/contracts.ts';
import { BuildTranscript } from './build-progress.ts';
import { engineError } from './faults.ts';

/** One line of the engine's answer to a build. */
interface BuildMessage {
  readonly id?: string;
  readonly aux?: unknown;
  readonly stream?: string;
  readonly error?: string;
}

/**
 * Builds with BuildKit and without a session, which API 1.41 understands: dockerode opens a session only for the text
 * '2', and one that it opens breaks off on old engines. Destroying the answer ends the running step.
 */
export async function buildImage(docker: Docker, request: BuildRequest): Promise<BuildOutcome> {
  const doing = `building ${request.reference}`;
  const { signal } = request;
  let answer: Readable;
  try {
    const options = { t: request.reference, version: 2, rm: true, forcerm: true, buildargs: { ...request.buildArgs }, abortSignal: signal };
    const { packContext } = await import('./context-tar.ts');
    const context = await packContext(request.files);
    answer = (await docker.buildImage(context as unknown as Readable, options as unknown as Docker.ImageBuildOptions)) as Readable;
  } catch (cause) {
    throw engineError(doing, cause, signal);
  }
  const transcript = new BuildTranscript(request.onProgress);
  const stop = (): void => void answer.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    const error = await follow(answer, transcript, request);
    if (signal.aborted) throw engineError(doing, undefined, signal);
    if (error !== undefined) return { ok: false, ...(transcript.failed ?? { step: '', message: error, lines: [] }) };
    const { Id, Size } = await docker.getImage(request.reference).inspect();
    return { ok: true, id: Id, sizeBytes: Size };
  } catch (cause) {
    throw engineError(doing, cause, signal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Reads the answer to its end; returns the engine's error. */
async function follow(answer: Readable, transcript: BuildTranscript, request: BuildRequest): Promise<string | undefined> {
  let error: string | undefined;
  const lines = createInterface({ input: answer, crlfDelay: Infinity });
  // readline does not hand on errors of its input: a broken connection would look like the end of the build.
  const broken = new Promise<never>((_, reject) => answer.once('error', reject));
  const read = async (): Promise<void> => {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      const message = JSON.parse(line) as BuildMessage;
      if (message.id === 'moby.buildkit.trace' && typeof message.aux === 'string') transcript.add(message.aux);
      else if (message.stream !== undefined) request.onProgress({ kind: 'log', text: message.stream.trimEnd() });
      error = message.error ?? error;
    }
  };
  await Promise.race([read(), broken]);
  return error;
}
