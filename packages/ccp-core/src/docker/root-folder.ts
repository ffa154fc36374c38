import { loadClient } from './connect.ts';
import { engineError } from './faults.ts';

/** Folder in which the engine keeps images and containers, as the engine sees it; undefined when it does not tell. Throws ENGINE_UNREACHABLE. */
export async function engineRootFolder(): Promise<string | undefined> {
  const docker = await loadClient(undefined);
  try {
    const { DockerRootDir: folder } = (await docker.info()) as { DockerRootDir?: string };
    return folder === '' ? undefined : folder;
  } catch (cause) {
    throw engineError('asking for its folder', cause);
  }
}
