import { defineService } from 'ccp-core';
import { wsgiServer } from 'ccp-openstack-base';
import { cellOf, confVariables, novaConf } from '../nova-conf.ts';
import { metadataConfig } from './config.ts';
import { novaImage } from './images.ts';

/** Nova's metadata for guests under uWSGI; only the proxies of the network ask it, with a signature. */
export const novaMetadata = defineService({
  name: 'nova-metadata',
  title: 'Nova (metadata of guests)',
  kind: 'Deployment',
  image: novaImage,
  config: metadataConfig,
  requires: ['compute-cell', 'cache'],
  provides: {
    metadata: {
      port: 'metadata',
      value: ({ service, environment, config, secret }) => ({ host: `${service}.${environment.namespace}.svc`, port: config.port, sharedSecret: secret('shared-secret') }),
    },
  },
  ports: ({ config }) => ({ metadata: { port: config.port } }),
  secrets: { 'shared-secret': { description: 'With which proxies of metadata sign the id of an instance' } },
  files: novaConf,
  variables: (context) => confVariables({ cell: cellOf(context), sharedSecret: context.secret('shared-secret'), servers: context.needs.cache?.servers ?? [] }),
  daemon: ({ config }) => wsgiServer(config, { health: '/', port: 'metadata', file: 'nova-metadata-wsgi.ini' }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  profiles: { ha: { replicas: 2 } },
});
