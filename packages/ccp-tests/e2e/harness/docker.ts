import Docker from 'dockerode';
import { Agent } from 'node:http';
import { extract } from 'tar-stream';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';

/** The engine that ccp uses. */
export const docker = new Docker({ agent: new Agent({ keepAlive: false }) } as Docker.DockerOptions);

/** Absolute paths of everything in an image's file system. */
export async function filesOf(image: string): Promise<string[]> {
  const container = await docker.createContainer({ Image: image, Cmd: ['none'], Entrypoint: ['none'] });
  try {
    const files: string[] = [];
    const listing = extract();
    listing.on('entry', (header, stream, next) => {
      files.push(`/${header.name}`);
      stream.on('end', next).resume();
    });
    await pipeline((await container.export()) as Readable, listing);
    return files;
  } finally {
    await container.remove({ force: true });
  }
}

/**
 * The file system and settings of an image as one layer that it shares with no other image, under another tag of the same name; sent to the
 * registry at `address`, and removed here. Returns its reference. A variant that shared layers would keep them on a node when the original goes.
 */
export async function pushedVariant(reference: string, address: string): Promise<string> {
  const [, path = ''] = /^[^/]+\/(.*):[^:]*$/.exec(reference) ?? [];
  const repo = `${address}/${path}`;
  const tag = `variant-${Date.now()}`;
  const { Config: { Entrypoint: entrypoint, Env: variables, User: user } } = await docker.getImage(reference).inspect();
  const changes = [`ENTRYPOINT ${JSON.stringify(entrypoint)}`, `USER ${user}`, ...variables.map((variable) => `ENV ${variable}`)].join('\n');
  const container = await docker.createContainer({ Image: reference });
  try {
    await finished(await docker.importImage(await container.export(), { repo, tag, changes }));
    const image = docker.getImage(`${repo}:${tag}`);
    await finished(await image.push({ authconfig: {} }));
    await image.remove();
    return reference.replace(/[^:]*$/, tag);
  } finally {
    await container.remove();
  }
}

/** Waits for the end of what the engine does; throws with what it says when that fails. */
async function finished(progress: NodeJS.ReadableStream): Promise<void> {
  await new Promise((done, failed) => docker.modem.followProgress(progress, (error, result) => (error === null ? done(result) : failed(error))));
}

/** What of a cluster is left in the engine: containers, networks and volumes that bear its label. */
export async function leftOf(cluster: string): Promise<string[]> {
  const filters = JSON.stringify({ label: [`ccp.io/cluster=${cluster}`] });
  const [containers, networks, volumes] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listNetworks({ filters }), docker.listVolumes({ filters })]);
  return [...containers.map((item) => `container ${item.Names[0] ?? item.Id}`), ...networks.map((item) => `network ${item.Name}`), ...(volumes.Volumes ?? []).map((item) => `volume ${item.Name}`)];
}

/** Runs a command in a running container to its end; throws when it fails. */
export async function runIn(container: string, ...command: string[]): Promise<void> {
  const exec = await docker.getContainer(container).exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const output: Buffer[] = [];
  for await (const chunk of stream) output.push(chunk as Buffer);
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`${command.join(' ')} in ${container} ended with ${ExitCode}: ${Buffer.concat(output).toString()}`);
}
