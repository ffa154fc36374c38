import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import { engineMessage, engineStatus, ifThere } from './connect.ts';
import { lastLines } from './exec.ts';

/** Bounds what a container's output takes of the disk. */
export const boundedLog: Docker.HostConfig['LogConfig'] = { Type: 'json-file', Config: { 'max-size': '20m', 'max-file': '2' } };

/** Starts a container; one that runs already is left alone. Throws PORT_TAKEN. */
export async function startContainer(docker: Docker, name: string): Promise<void> {
  try {
    await docker.getContainer(name).start();
  } catch (cause) {
    if (engineStatus(cause) === alreadyRunning) return;
    const message = engineMessage(cause);
    if (!/port is already allocated|address already in use/.test(message)) throw cause;
    throw new CcpError('PORT_TAKEN', `A port of ${name} is in use by another program.`, {
      evidence: [message],
      hint: 'Choose others with `installer: { apiPort: …, registryPort: … }` in ccp.yaml.',
      cause,
    });
  }
}

/** Status of a start that changes nothing. */
const alreadyRunning = 304;

/** Removes a container, whether it runs or not, with its anonymous volumes. Absent is fine; so is a removal that somebody began, whose end is awaited. */
export async function removeContainer(docker: Docker, name: string): Promise<void> {
  const container = docker.getContainer(name);
  await ifThere(
    container.remove({ force: true, v: true }).catch(async (cause: unknown) => {
      if (engineStatus(cause) !== conflict || !/already in progress/.test(engineMessage(cause))) throw cause;
      await container.wait({ condition: 'removed' });
    }),
  );
}

/** Status of what the engine does already. */
const conflict = 409;

/** Removes a named volume. Absent is fine. */
export async function removeVolume(docker: Docker, name: string): Promise<void> {
  await ifThere(docker.getVolume(name).remove());
}

/** The last lines that a container wrote; evidence, so it never fails. */
export async function containerLog(docker: Docker, name: string, lines: number): Promise<string[]> {
  try {
    const output = await docker.getContainer(name).logs({ stdout: true, stderr: true, tail: lines, follow: false });
    // Without a terminal each part has a header of 8 bytes: stream, three zeros, length.
    // eslint-disable-next-line no-control-regex -- the header is made of control characters
    return lastLines(output.toString('utf8').replace(/[\u0000-\u0002]\u0000{3}[\s\S]{4}/g, ''), lines);
  } catch {
    return [];
  }
}
