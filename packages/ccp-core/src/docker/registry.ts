import type Docker from 'dockerode';
import type { Readable } from 'node:stream';
import type { CcpError } from '../diagnostics/index.ts';
import type { RegistryLogin } from '../engine/contracts.ts';
import { engineError } from './faults.ts';
import { splitReference } from './images.ts';
import { drainAnswer, type EngineMessage } from './json-lines.ts';
import { registryFault } from './registry-faults.ts';
import { withPatience } from './registry-patience.ts';

/** Gets an image from its registry. Throws CcpError REGISTRY_UNREACHABLE, REGISTRY_FAILED, ENGINE_UNREACHABLE, INTERRUPTED. */
export async function pullImage(docker: Docker, reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void> {
  await withPatience(() => pullOnce(docker, reference, signal, onProgress, login), { signal });
}

async function pullOnce(docker: Docker, reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void> {
  try {
    const answer = await docker.createImage(login, { fromImage: reference, abortSignal: signal });
    await drainAnswer(answer as unknown as Readable, progressTo(onProgress));
  } catch (cause) {
    throw transferFault(['pulling', 'pulled from'], reference, cause, signal);
  }
}

/** Sends an image to the registry that its name begins with. Throws CcpError REGISTRY_UNREACHABLE, REGISTRY_FAILED, ENGINE_UNREACHABLE, INTERRUPTED. */
export async function pushImage(docker: Docker, reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void> {
  await withPatience(() => pushOnce(docker, reference, signal, onProgress, login), { signal });
}

async function pushOnce(docker: Docker, reference: string, signal: AbortSignal, onProgress?: (text: string) => void, login?: RegistryLogin): Promise<void> {
  const { repo, tag } = splitReference(reference);
  try {
    // Newer engines refuse a push without the header that an (empty) authconfig makes.
    const answer = await docker.getImage(repo).push({ tag, authconfig: login === undefined ? {} : { ...login }, abortSignal: signal } as Docker.ImagePushOptions);
    await drainAnswer(answer as unknown as Readable, progressTo(onProgress));
  } catch (cause) {
    throw transferFault(['pushing', 'pushed to'], reference, cause, signal);
  }
}

function progressTo(onProgress: ((text: string) => void) | undefined): (message: EngineMessage) => void {
  return ({ id, status }) => {
    if (status !== undefined) onProgress?.(id === undefined ? status : `${id}: ${status}`);
  };
}

/** Faults of the engine as they are; what it says of a registry as a fault of that. */
function transferFault([doing, done]: readonly [string, string], reference: string, cause: unknown, signal: AbortSignal): CcpError {
  const error = engineError(`${doing} ${reference}`, cause, signal);
  return error.code === 'ENGINE_REFUSED' && error.hint === undefined ? registryFault(done, reference, error.evidence, cause) : error;
}
