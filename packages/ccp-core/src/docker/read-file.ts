import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { engineError, statusOf } from './faults.ts';

/** Content of a file of an image, by way of a container that is never started; undefined when the image has no such file. */
export async function readImageFile(docker: Docker, image: string, path: string): Promise<Buffer | undefined> {
  let container: Docker.Container | undefined;
  try {
    container = await docker.createContainer({ Image: image, Entrypoint: ['none'], Cmd: ['none'] });
    const archive = await container.getArchive({ path });
    return await firstFile(archive as Readable);
  } catch (cause) {
    if (container !== undefined && statusOf(cause) === 404) return undefined;
    throw engineError(`reading ${path} of ${image}`, cause);
  } finally {
    await container?.remove({ force: true }).catch(() => undefined);
  }
}

async function firstFile(archive: Readable): Promise<Buffer | undefined> {
  let content: Buffer | undefined;
  const { extract } = await import('tar-stream');
  const entries = extract();
  archive.pipe(entries);
  for await (const entry of entries) {
    // Every entry must be read to its end, or the next one never comes.
    const bytes = await buffer(entry as unknown as Readable);
    if (entry.header.type === 'file') content ??= bytes;
  }
  return content;
}
