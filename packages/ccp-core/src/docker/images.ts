import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import type { LocalImage } from '../engine/contracts.ts';
import { engineError, statusOf } from './faults.ts';
import { drainAnswer } from './json-lines.ts';

/** Images that bear `label`. */
export async function listImages(docker: Docker, label: string): Promise<LocalImage[]> {
  try {
    const images = await docker.listImages({ filters: { label: [label] } });
    return images.map((image) => ({
      id: image.Id,
      references: image.RepoTags ?? [],
      labels: image.Labels ?? {},
      createdAt: image.Created,
      sizeBytes: image.Size,
    }));
  } catch (cause) {
    throw engineError('listing images', cause);
  }
}

/** The image of this name or id; undefined when there is none. */
export async function findImage(docker: Docker, reference: string): Promise<LocalImage | undefined> {
  try {
    const { Id, RepoTags, Config, Created, Size } = await docker.getImage(reference).inspect();
    return { id: Id, references: RepoTags, labels: Config.Labels ?? {}, createdAt: Date.parse(Created) / 1000, sizeBytes: Size };
  } catch (cause) {
    if (statusOf(cause) === 404) return undefined;
    throw engineError(`looking for ${reference}`, cause);
  }
}

/** Gives an image a further name. */
export async function tagImage(docker: Docker, image: string, reference: string): Promise<void> {
  try {
    await docker.getImage(image).tag(splitReference(reference));
  } catch (cause) {
    throw engineError(`naming ${image} ${reference}`, cause);
  }
}

/** Removes one name, and the image with its last name. Absent is fine. */
export async function removeImage(docker: Docker, reference: string): Promise<void> {
  try {
    await docker.getImage(reference).remove();
  } catch (cause) {
    if (statusOf(cause) !== 404) throw engineError(`removing ${reference}`, cause);
  }
}

/** Makes an image of a root file system; returns its id. */
export async function importRoot(docker: Docker, tar: Readable, reference: string, labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string> {
  const changes = Object.entries(labels).map(([name, value]) => `LABEL ${name}="${value.replace(/[\\"$]/g, '\\$&')}"`);
  try {
    const { repo, tag } = splitReference(reference);
    const answer = await docker.importImage(tar, { fromSrc: '-', repo, tag, changes, abortSignal: signal });
    await drainAnswer(answer as Readable);
    const { Id } = await docker.getImage(reference).inspect();
    return Id;
  } catch (cause) {
    throw engineError(`importing ${reference}`, cause, signal);
  }
}

/** Name and tag of a reference; a port in the registry's address is no tag. */
export function splitReference(reference: string): { repo: string; tag: string } {
  const colon = reference.lastIndexOf(':');
  if (colon <= reference.lastIndexOf('/')) return { repo: reference, tag: 'latest' };
  return { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}
