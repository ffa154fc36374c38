import { defineService, type DaemonSpec, type ServiceContext } from 'ccp-core';
import { hearsBus } from '../hears-bus.ts';
import { cellOf, confVariables, novaConf } from '../nova-conf.ts';
import { conductorConfig, schedulerConfig } from './config.ts';
import { novaImage } from './images.ts';

/**
 * Workers have no port: they are ready while they hear the message bus. They are never killed for not hearing it, because they
 * connect again by themselves.
 */
function workerProbes(context: ServiceContext): DaemonSpec['probes'] {
  const connected = hearsBus(context);
  return { started: connected, ready: connected };
}

/** Nova's conductor: what may touch the databases for hypervisors. */
export const novaConductor = defineService({
  name: 'nova-conductor',
  title: 'Nova (conductor)',
  // Stable names: Nova keeps a record, and oslo.messaging queues, for every name that there ever was.
  kind: 'StatefulSet',
  image: novaImage,
  config: conductorConfig,
  requires: ['compute-cell'],
  ports: () => ({}),
  files: novaConf,
  variables: (context) => confVariables({ cell: cellOf(context), workers: context.config.workers }),
  daemon: (context) => ({ command: ['nova-conductor'], probes: workerProbes(context) }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '160Mi' }, limits: { memory: '512Mi' } },
  profiles: { ha: { replicas: 2 } },
});

/** Nova's scheduler; it also finds new hypervisors. */
export const novaScheduler = defineService({
  name: 'nova-scheduler',
  title: 'Nova (scheduler)',
  // Stable names: Nova keeps a record, and oslo.messaging queues, for every name that there ever was.
  kind: 'StatefulSet',
  image: novaImage,
  config: schedulerConfig,
  requires: ['compute-cell', 'placement'],
  ports: () => ({}),
  files: novaConf,
  variables: (context) => confVariables({ cell: cellOf(context), workers: context.config.workers, discoverHostsSeconds: context.config.discoverHostsSeconds }),
  daemon: (context) => ({ command: ['nova-scheduler'], probes: workerProbes(context) }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '160Mi' }, limits: { memory: '512Mi' } },
  profiles: { ha: { replicas: 2 } },
});
