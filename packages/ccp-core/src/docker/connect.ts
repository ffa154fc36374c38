import { Agent } from 'node:http';
import type Docker from 'dockerode';
import type { ImageEngine } from '../engine/contracts.ts';
import { buildImage } from './build.ts';
import { checkVersion } from './version.ts';
import { findImage, importRoot, listImages, removeImage, tagImage } from './images.ts';
import { readImageFile } from './read-file.ts';
import { pullImage, pushImage } from './registry.ts';
import { runContainer } from './run.ts';

/**
 * The engine behind the Unix socket at `socketPath`; default: the one that DOCKER_HOST names, else that behind the usual
 * socket. Does not speak to it before the first call: each call may throw CcpError ENGINE_UNREACHABLE.
 */
export function connectDocker(socketPath?: string): ImageEngine {
  let client: Promise<Docker> | undefined;
  const docker = (): Promise<Docker> => (client ??= loadClient(socketPath));
  return {
    checkVersion: async () => checkVersion(await docker()),
    listImages: async (label) => listImages(await docker(), label),
    findImage: async (reference) => findImage(await docker(), reference),
    build: async (request) => buildImage(await docker(), request),
    importRoot: async (tar, reference, labels, signal) => importRoot(await docker(), tar, reference, labels, signal),
    pull: async (reference, signal, onProgress, login) => pullImage(await docker(), reference, signal, onProgress, login),
    tag: async (image, reference) => tagImage(await docker(), image, reference),
    push: async (reference, signal, onProgress, login) => pushImage(await docker(), reference, signal, onProgress, login),
    removeImage: async (reference) => removeImage(await docker(), reference),
    readImageFile: async (image, path) => readImageFile(await docker(), image, path),
    run: async (request) => runContainer(await docker(), request),
  };
}

/** dockerode takes half a second to load, most of it for sessions that are not used here. */
export async function loadClient(socketPath: string | undefined): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  // Since Node 19 connections are kept by default; engines then sometimes take the next request's bytes for tar.
  // A given socket wins over DOCKER_HOST.
  const address = socketPath === undefined ? {} : { host: undefined, socketPath };
  return new Client({ ...address, agent: new Agent({ keepAlive: false }) } as unknown as Docker.DockerOptions);
}
