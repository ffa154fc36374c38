import { apt, copy, defineImage } from 'ccp-core';
import { accountStep, debianBase, users } from 'ccp-debian-base';

/** RabbitMQ as Debian builds it, with the plug-ins for management and metrics that it brings. */
export const rabbitmqImage = defineImage({
  name: 'rabbitmq',
  title: 'RabbitMQ message broker',
  version: '4.0',
  licenses: 'MPL-2.0',
  from: debianBase,
  steps: [
    accountStep(users.rabbitmq),
    apt('rabbitmq-server'),
    copy('image/enabled_plugins', '/etc/ccp/enabled_plugins'),
    copy('image/rabbitmq-start.sh', '/usr/local/bin/rabbitmq-start', { mode: '0755' }),
  ],
  user: users.rabbitmq,
  command: ['rabbitmq-start'],
  expectedSeconds: 15,
});
