import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import type { BuildOutcome, BuildRequest } from '../engine/contracts.ts';
import { BuildTranscript } from './build-progress.ts';
import { engineError, hintFor } from './faults.ts';
import { followAnswer } from './json-lines.ts';

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
    const error = await followAnswer(answer, ({ id, aux, stream }) => {
      if (id === 'moby.buildkit.trace' && typeof aux === 'string') transcript.add(aux);
      else if (stream !== undefined) request.onProgress({ kind: 'log', text: stream.trimEnd() });
    });
    if (signal.aborted) throw engineError(doing, undefined, signal);
    if (error !== undefined) {
      const failed = transcript.failed ?? { step: '', message: error, lines: [] };
      return { ok: false, ...failed, ...hintFor([error, ...failed.lines].join('\n')) };
    }
    const { Id, Size } = await docker.getImage(request.reference).inspect();
    return { ok: true, id: Id, sizeBytes: Size };
  } catch (cause) {
    throw engineError(doing, cause, signal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
