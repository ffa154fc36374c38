import { defineService, podField, secretRef, tcp } from 'ccp-core';
import { adminUser } from './account-job.ts';
import { rabbitmqConfig } from './config.ts';
import { rabbitmqImage } from './image.ts';
import { notificationsProvider, rpcProvider } from './provides.ts';

/**
 * One RabbitMQ server under a stable name. Its listeners open at the end of its start, so that a connection tells all that a probe
 * needs to know; the command line tools take 2 CPU s for each question.
 */
export const rabbitmq = defineService({
  name: 'rabbitmq',
  title: 'RabbitMQ',
  kind: 'StatefulSet',
  image: rabbitmqImage,
  config: rabbitmqConfig,
  provides: { rpc: rpcProvider, notifications: notificationsProvider },
  ports: ({ config }) => ({ amqp: { port: config.port }, management: { port: config.managementPort }, metrics: { port: config.metricsPort } }),
  secrets: {
    'admin-password': { description: `Password of the account ${adminUser} of RabbitMQ` },
    cookie: { description: 'Erlang cookie, with which members and tools know each other' },
  },
  files: {
    'rabbitmq.conf': { path: '/etc/rabbitmq/rabbitmq.conf', template: 'rabbitmq.conf.hbs' },
    'advanced.config': { path: '/etc/rabbitmq/advanced.config', template: 'advanced.config.hbs' },
    cookie: { path: '/etc/rabbitmq/cookie', template: 'cookie.hbs' },
  },
  variables: ({ secret }) => ({ adminUser, adminPassword: secretRef(secret('admin-password').name, 'quoted').toString() }),
  volumes: { data: { path: '/var/lib/rabbitmq', size: '5Gi' } },
  daemon: ({ config, environment, service }) => ({
    command: ['rabbitmq-start'],
    env: {
      CCP_POD: podField('metadata.name'),
      RABBITMQ_NODENAME: `rabbit@$(CCP_POD).${service}-members.${environment.namespace}.svc`,
      RABBITMQ_USE_LONGNAME: 'true',
      RABBITMQ_CONFIG_FILE: '/etc/rabbitmq/rabbitmq.conf',
      RABBITMQ_ADVANCED_CONFIG_FILE: '/etc/rabbitmq/advanced.config',
      RABBITMQ_ENABLED_PLUGINS_FILE: '/etc/ccp/enabled_plugins',
      RABBITMQ_MNESIA_BASE: '/var/lib/rabbitmq/mnesia',
      RABBITMQ_LOGS: '-',
      HOME: '/var/lib/rabbitmq',
      // Threads that look for work without pause cost a core of a small host.
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `+S ${config.schedulers}:${config.schedulers} +sbwt none +sbwtdcpu none +sbwtdio none`,
    },
    probes: { started: tcp('amqp'), ready: tcp('amqp'), alive: tcp('amqp') },
    graceSeconds: 60,
  }),
  availability: { replicas: 1, max: 1, spread: 'required', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '640Mi' } },
});
