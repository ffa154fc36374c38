import { defineService } from 'ccp-core';
import { wsgiServer } from 'ccp-openstack-base';
import { keystoneConfig } from './config.ts';
import { keystoneImage } from './image.ts';
import { keystoneJobs } from './jobs.ts';
import { credentialFolder, fernetFolder, keyRepositories } from './keys.ts';
import { domainFiles, domainFolder, ldapSecrets } from './ldap-domains.ts';
import { identityProvider } from './provides.ts';

/** The Keystone API under uWSGI. */
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
    ...wsgiServer(context.config, { health: '/v3' }),
    ownFiles: domainFiles(context),
  }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  // Measured: 255 MiB with two workers.
  resources: { requests: { cpu: '50m', memory: '288Mi' }, limits: { memory: '768Mi' } },
  profiles: { ha: { replicas: 2 } },
});
