import { defineService } from 'ccp-core';
import { wsgiServer } from 'ccp-openstack-base';
import { placementConfig } from './config.ts';
import { registration } from '../register.ts';
import { placementImage } from './image.ts';

/** The Placement API under uWSGI. Probes ask for the version, which needs no database. */
export const placement = defineService({
  name: 'placement',
  title: 'Placement (resources of hosts)',
  kind: 'Deployment',
  image: placementImage,
  config: placementConfig,
  requires: ['database', 'cache', 'identity'],
  provides: { placement: { port: 'public', value: (context) => ({ internalUrl: context.internalUrl('public'), publicUrl: context.publicUrl('public') }) } },
  ports: ({ config }) => ({ public: { port: config.port, nodePort: 30778, ingress: 'placement' } }),
  files: { 'placement.conf': { path: '/etc/placement/placement.conf', template: 'placement.conf.hbs', format: 'oslo' } },
  jobs: (context) => ({
    'db-sync': { command: ['placement-manage', 'db', 'sync'], after: ['db-create'], expectedSeconds: 5 },
    ...registration(context, { name: 'placement', type: 'placement' }),
  }),
  daemon: ({ config }) => wsgiServer(config, { health: '/' }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  profiles: { ha: { replicas: 2, config: { processes: 2 } } },
});
