import { copy, defineImage } from 'ccp-core';
import { nodeRuntime } from 'ccp-entrypoint';
import { users } from 'ccp-debian-base';

/** Folder of the program in the image. */
export const accountFolder = '/usr/local/lib/ccp/rabbitmq-account';

/** The program that makes accounts over the management API: 0.2 CPU s, where each start of `rabbitmqctl` takes 2. */
export const rabbitmqAccountImage = defineImage({
  name: 'rabbitmq-account',
  title: 'Makes virtual hosts and accounts of RabbitMQ',
  from: nodeRuntime,
  steps: [copy('accounts/', `${accountFolder}/`)],
  user: users.node,
  command: ['node', `${accountFolder}/main.ts`],
  expectedSeconds: 3,
});
