import { Readable } from 'node:stream';
import type Docker from 'dockerode';

/** dockerode's types lack the method. */
interface ImageSaver {
  getImages(options: { readonly names: readonly string[]; readonly abortSignal: AbortSignal }): Promise<NodeJS.ReadableStream>;
}

/** One archive (as of `docker save`) of the images with these names, as a stream. */
export async function saveImages(docker: Docker, names: readonly string[], signal: AbortSignal): Promise<Readable> {
  const saver = docker as Docker & ImageSaver;
  return Readable.from(await saver.getImages({ names, abortSignal: signal }));
}
