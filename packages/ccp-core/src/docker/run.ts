import type Docker from 'dockerode';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { RunRequest } from '../engine/contracts.ts';
import { engineError } from './faults.ts';

/** Runs a container to its end, removes it, and returns its exit code. Stopping it by the signal removes it too. */
export async function runContainer(docker: Docker, request: RunRequest): Promise<number> {
  const doing = `running ${request.image}`;
  const { signal } = request;
  let container: Docker.Container | undefined;
  let attached: Duplex | undefined;
  const kill = (): void => void container?.remove({ force: true }).catch(() => undefined);
  signal.addEventListener('abort', kill, { once: true });
  try {
    signal.throwIfAborted();
    container = await docker.createContainer(containerOptions(request));
    attached = (await container.attach({ stream: true, hijack: true, stdin: request.stdin !== undefined, stdout: true, stderr: true })) as Duplex;
    const output = connectOutput(docker, attached, request);
    // Waiting begins before the start: a short program may be gone before a later call.
    const ended = container.wait({ condition: 'next-exit' });
    await container.start();
    if (request.tty !== undefined) await container.resize({ w: request.tty.columns, h: request.tty.rows });
    request.stdin?.pipe(attached);
    const { StatusCode } = (await ended) as { StatusCode: number };
    await output;
    if (signal.aborted) throw engineError(doing, undefined, signal);
    return StatusCode;
  } catch (cause) {
    throw engineError(doing, cause, signal);
  } finally {
    signal.removeEventListener('abort', kill);
    if (attached !== undefined) request.stdin?.unpipe(attached);
    await container?.remove({ force: true }).catch(() => undefined);
  }
}

function containerOptions(request: RunRequest): Docker.ContainerCreateOptions {
  const interactive = request.stdin !== undefined;
  return {
    Image: request.image,
    Cmd: [...request.command],
    ...(request.entrypoint === undefined ? {} : { Entrypoint: [...request.entrypoint] }),
    ...(request.user === undefined ? {} : { User: request.user }),
    ...(request.workdir === undefined ? {} : { WorkingDir: request.workdir }),
    Env: Object.entries(request.env ?? {}).map(([name, value]) => `${name}=${value}`),
    Tty: request.tty !== undefined,
    OpenStdin: interactive,
    StdinOnce: interactive,
    AttachStdin: interactive,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      // When this process is killed nobody else would remove it.
      AutoRemove: true,
      ...(request.network === undefined ? {} : { NetworkMode: request.network }),
      Mounts: (request.mounts ?? []).map(({ source, target, readOnly }) => ({
        Type: 'bind' as const,
        Source: source,
        Target: target,
        ReadOnly: readOnly === true,
      })),
    },
  };
}

/** Sends what the container writes where the request wants it; resolves when there is no more. */
async function connectOutput(docker: Docker, attached: Duplex, request: RunRequest): Promise<void> {
  if (request.tty !== undefined) attached.pipe(request.stdout, { end: false });
  else docker.modem.demuxStream(attached, request.stdout, request.stderr);
  await finished(attached, { writable: false });
}
