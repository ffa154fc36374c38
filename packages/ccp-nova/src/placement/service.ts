import { defineService, http, tcp } from 'ccp-core';
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
  daemon: ({ config }) => ({
    command: ['uwsgi', '--ini', '/etc/ccp/uwsgi.ini', '--ini', '/etc/ccp/wsgi.ini'],
    env: { CCP_WSGI_PORT: String(config.port), CCP_WSGI_PROCESSES: String(config.processes), CCP_WSGI_THREADS: String(config.threads) },
    probes: { started: http('/', 'public'), ready: tcp('public'), alive: tcp('public') },
  }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  profiles: { ha: { replicas: 2, config: { processes: 2 } } },
});
