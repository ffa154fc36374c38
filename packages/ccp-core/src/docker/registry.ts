import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import type { RegistryLogin } from '../engine/contracts.ts';
import { engineError } from './faults.ts';
import { splitReference } from './images.ts';
import { drainAnswer } from './json-lines.ts';
import { pushFault } from './registry-faults.ts';
import { withPatience } from './registry-patience.ts';

/** Gets an image from its registry without credentials. */
export async function pullImage(docker: Docker, reference: string, signal: AbortSignal): Promise<void> {
  try {
    const answer = await docker.createImage({ fromImage: reference, abortSignal: signal });
    await drainAnswer(answer as unknown as Readable);
  } catch (cause) {
    throw engineError(`pulling ${reference}`, cause, signal);
  }
}

/** Sends an image to the registry that its name begins with. Throws CcpError REGISTRY_UNREACHABLE, REGISTRY_FAILED, ENGINE_UNREACHABLE, INTERRUPTED. */
export async function pushImage(docker: Docker, reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void> {
  await withPatience(() => pushOnce(docker, reference, signal, onProgress, login), signal);
}

async function pushOnce(docker: Docker, reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void> {
  const { repo, tag } = splitReference(reference);
  try {
    // Newer engines refuse a push without the header that an (empty) authconfig makes.
    const answer = await docker.getImage(repo).push({ tag, authconfig: login === undefined ? {} : { ...login }, abortSignal: signal } as Docker.ImagePushOptions);
    await drainAnswer(answer as unknown as Readable, ({ id, status }) => {
      if (status !== undefined) onProgress?.(id === undefined ? status : `${id}: ${status}`);
    });
  } catch (cause) {
    const error = engineError(`pushing ${reference}`, cause, signal);
    if (error.code !== 'ENGINE_REFUSED') throw error;
    throw pushFault(reference, error.evidence, cause);
  }
}
