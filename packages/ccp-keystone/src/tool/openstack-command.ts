import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CcpError, runAsCaller, type CommandDefinition } from 'ccp-core';
import { openstackClientImage } from '../openstack-client-image.ts';

/** One of the places where OpenStack clients look for clouds.yaml. */
const cloudsTarget = '/etc/openstack/clouds.yaml';

/**
 * `ccp openstack …`: the client of our image with the administrator's credentials. They come from clouds.yaml, which
 * only the caller may read; none stands in an argument or a variable.
 */
export const openstackCommand: CommandDefinition = {
  name: 'openstack',
  summary: 'Run the OpenStack client as administrator of the environment; files are found below the current folder',
  passThrough: true,
  run: async (context, words) => {
    const clouds = await cloudsFile(context.stateDirectory);
    return runAsCaller({
      image: await context.imageReference(openstackClientImage),
      command: words,
      env: { OS_CLOUD: 'ccp' },
      mounts: [{ source: clouds, target: cloudsTarget, readOnly: true }],
      signal: context.signal,
    });
  },
};

/** Throws NOT_DEPLOYED when the file is not there: without it the container engine would make a folder of that name. */
async function cloudsFile(stateDirectory: string): Promise<string> {
  const file = join(stateDirectory, 'clouds.yaml');
  try {
    await access(file);
    return file;
  } catch {
    throw new CcpError('NOT_DEPLOYED', 'This environment has no credentials yet.', { where: { file }, hint: 'Run `ccp up`, or `ccp openrc` when it is deployed already.' });
  }
}
