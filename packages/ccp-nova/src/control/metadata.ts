import { defineService, http, tcp } from 'ccp-core';
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
  daemon: ({ config }) => ({
    command: ['uwsgi', '--ini', '/etc/ccp/uwsgi.ini', '--ini', '/etc/ccp/nova-metadata-wsgi.ini'],
    env: { CCP_WSGI_PORT: String(config.port), CCP_WSGI_PROCESSES: String(config.processes), CCP_WSGI_THREADS: String(config.threads) },
    probes: { started: http('/', 'metadata'), ready: tcp('metadata'), alive: tcp('metadata') },
  }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  profiles: { ha: { replicas: 2 } },
});
