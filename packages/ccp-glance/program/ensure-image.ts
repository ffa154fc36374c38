import type { UploadInput } from '../src/upload-input.ts';
import { hashProperty, ImageApi } from './image-api.ts';
import type { Patience } from './json-api.ts';
import { bytesOf, verified } from './source.ts';

/**
 * Makes the image when there is none of its name with this content that can be used, and hides older ones; returns what it did. One
 * that a former run left half uploaded is deleted. Throws ApiError and SourceError; then no image is left behind.
 */
export async function ensureImage(input: UploadInput, password: string, patience?: Patience): Promise<string[]> {
  const bytes = await bytesOf(input.source);
  const api = await ImageApi.login(input, password, patience);
  const { name } = input.image;
  const present = await api.list(name);
  const broken = present.filter(({ status }) => status !== 'active' && status !== 'deactivated');
  for (const { id } of broken) await api.delete(id);
  const did = broken.map(({ id, status }) => `image ${name}: deleted ${id}, which was ${status}`);
  const usable = present.filter((image) => !broken.includes(image) && !image.os_hidden);
  const current = usable.find((image) => image[hashProperty] === bytes.sha256);
  did.push(current === undefined ? `image ${name}: uploaded as ${await make(api, input, bytes)}` : `image ${name}: ${current.id} is there already`);
  const older = usable.filter((image) => image !== current);
  // An upload may have taken longer than the token lives.
  const later = older.length === 0 ? api : await ImageApi.login(input, password, patience);
  for (const { id } of older) {
    await later.hide(id);
    did.push(`image ${name}: hidden ${id}, which is older`);
  }
  return did;
}

async function make(api: ImageApi, { image }: UploadInput, { sha256, open }: Awaited<ReturnType<typeof bytesOf>>): Promise<string> {
  const { size, stream } = await open();
  const { id } = await api.create(image, sha256);
  try {
    await api.upload(id, verified(stream, sha256), size);
    return id;
  } catch (fault) {
    await api.delete(id).catch(() => undefined);
    throw fault;
  }
}
