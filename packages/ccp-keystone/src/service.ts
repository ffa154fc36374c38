import { defineService, http, tcp } from 'ccp-core';
import { keystoneConfig } from './config.ts';
import { keystoneImage } from './image.ts';
import { keystoneJobs } from './jobs.ts';
import { credentialFolder, fernetFolder, keyRepositories } from './keys.ts';
import { domainFiles, domainFolder, ldapSecrets } from './ldap-domains.ts';
import { identityProvider } from './provides.ts';

/**
 * The Keystone API under uWSGI. It has started when it gives the list of versions, which needs neither database nor cache; afterwards a connection is
 * enough, which the queue of the socket takes while every thread waits: a directory that is away must not take Keystone down with it.
 */
export const keystone = defineService({
  name: 'keystone',
  title: 'Keystone (identity)',
  kind: 'Deployment',
  image: keystoneImage,
  config: keystoneConfig,
  requires: ['database', 'cache'],
  wants: ['notifications'],
  provides: { identity: identityProvider },
  ports: ({ config }) => ({ public: { port: config.port, nodePort: 30500, ingress: 'identity' } }),
  secrets: { 'admin-password': { description: 'Password of the administrator `admin`' } },
  configSecrets: ({ config }) => ldapSecrets(config),
  files: { 'keystone.conf': { path: '/etc/keystone/keystone.conf', template: 'keystone.conf.hbs', format: 'oslo' } },
  variables: ({ config }) => ({ fernetFolder, credentialFolder, domainFolder: Object.keys(config.domains).length === 0 ? undefined : domainFolder }),
  liveFiles: keyRepositories,
  jobs: keystoneJobs,
  daemon: (context) => ({
    command: ['uwsgi', '--ini', '/etc/ccp/uwsgi.ini', '--ini', '/etc/ccp/wsgi.ini'],
    env: {
      CCP_WSGI_PORT: String(context.config.port),
      CCP_WSGI_PROCESSES: String(context.config.processes),
      CCP_WSGI_THREADS: String(context.config.threads),
    },
    ownFiles: domainFiles(context),
    probes: { started: http('/v3', 'public'), ready: tcp('public'), alive: tcp('public') },
  }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  // Measured: 255 MiB with two workers.
  resources: { requests: { cpu: '50m', memory: '288Mi' }, limits: { memory: '768Mi' } },
  profiles: { ha: { replicas: 2 } },
});
