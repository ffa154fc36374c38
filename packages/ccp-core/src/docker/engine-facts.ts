import { loadClient } from './connect.ts';
import { engineError } from './faults.ts';

/** What an engine tells of itself and its containers, as its API returns it. */
export interface EngineFacts {
  readonly version: unknown;
  readonly info: unknown;
  readonly containers: readonly unknown[];
}

/** Asks the engine about itself, and for all its containers (without their environment). Throws ENGINE_UNREACHABLE. */
export async function engineFacts(): Promise<EngineFacts> {
  const docker = await loadClient(undefined);
  try {
    const [version, info, containers] = await Promise.all([docker.version(), docker.info() as Promise<unknown>, docker.listContainers({ all: true })]);
    return { version, info, containers };
  } catch (cause) {
    throw engineError('asking about itself', cause);
  }
}
