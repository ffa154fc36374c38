import type Docker from 'dockerode';
import { loadClient } from './connect.ts';
import { engineError } from './faults.ts';

/** What an engine tells of itself, as its API returns it, and of its containers. */
export interface EngineFacts {
  readonly version: unknown;
  readonly info: unknown;
  readonly containers: readonly ContainerFacts[];
}

/** What is told of a container, whose ever it is: commands, mounts and the labels of others are not ours to show. */
export type ContainerFacts = Pick<Docker.ContainerInfo, 'Id' | 'Names' | 'Image' | 'State' | 'Status' | 'Labels'>;

/** Asks the engine about itself, and for all its containers. `socketPath` as in `connectDocker`. Throws ENGINE_UNREACHABLE. */
export async function engineFacts(socketPath?: string): Promise<EngineFacts> {
  const docker = await loadClient(socketPath);
  try {
    const [version, info, containers] = await Promise.all([docker.version(), docker.info() as Promise<unknown>, docker.listContainers({ all: true })]);
    return { version, info, containers: containers.map(containerFacts) };
  } catch (cause) {
    throw engineError('asking about itself', cause);
  }
}

function containerFacts({ Id, Names, Image, State, Status, Labels }: Docker.ContainerInfo): ContainerFacts {
  // An engine gives null where there is no label.
  const own = Object.entries((Labels as Docker.ContainerInfo['Labels'] | null) ?? {}).filter(([label]) => label.startsWith('ccp.io/'));
  return { Id, Names, Image, State, Status, Labels: Object.fromEntries(own) };
}
