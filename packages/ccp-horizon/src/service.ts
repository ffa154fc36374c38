import { defineService, podField } from 'ccp-core';
import { wsgiServer } from 'ccp-openstack-base';
import { horizonConfig } from './config.ts';
import { horizonImage } from './image.ts';
import { settingsVariables } from './settings.ts';

/**
 * The dashboard under uWSGI, which also serves its assets. It finds the APIs in the catalog of a user's token, so that it starts
 * without them. The login page, which probes ask for, needs neither Keystone nor the cache.
 */
export const horizon = defineService({
  name: 'horizon',
  title: 'Horizon (dashboard)',
  kind: 'Deployment',
  image: horizonImage,
  config: horizonConfig,
  requires: ['identity', 'cache'],
  ports: ({ config }) => ({ public: { port: config.port, nodePort: 30080, ingress: 'horizon' } }),
  secrets: { 'secret-key': { description: 'Key with which Horizon signs cookies and forms' } },
  files: { 'local_settings.py': { path: '/etc/openstack-dashboard/local_settings.py', template: 'local_settings.py.hbs' } },
  variables: settingsVariables,
  daemon: ({ config }) => {
    const server = wsgiServer(config, { health: '/auth/login/' });
    return { ...server, env: { ...server.env, CCP_POD_ADDRESS: podField('status.podIP') } };
  },
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  // Measured: 239 MiB with two workers.
  resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '768Mi' } },
  profiles: { ha: { replicas: 2 } },
});
