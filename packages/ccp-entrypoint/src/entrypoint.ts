import { copy, defineImage, type PodInit } from 'ccp-core';
import { accountStep, users } from 'ccp-debian-base';
import { nodeRuntime } from './node-runtime.ts';

const folder = '/usr/local/lib/ccp/entrypoint';

/**
 * The waiting program. Its TypeScript sources are run as they are: a bundler would be one more build whose output must
 * be fresh before an image's key is known, and costs more than the 0.02 CPU s and 12 MiB that Node takes to strip types.
 */
export const entrypointImage = defineImage({
  name: 'entrypoint',
  title: 'Waits in a pod until what its daemon needs is there',
  from: nodeRuntime,
  steps: [accountStep(users.entrypoint), copy('program/', `${folder}/`)],
  user: users.entrypoint,
  command: ['node', `${folder}/main.ts`],
  expectedSeconds: 3,
});

/** How core runs the program as an init container. */
export const podInit: PodInit = { image: entrypointImage, command: ['/usr/local/bin/node', `${folder}/main.ts`], contract: 1 };
