import { defineService, http, tcp } from 'ccp-core';
import { cellOf, confVariables, novaConf } from '../nova-conf.ts';
import { consoleConfig } from './config.ts';
import { novaImage } from './images.ts';

/** Consoles of guests in a browser: the pages of noVNC, and a proxy from web sockets to the hypervisor's VNC. */
export const novaConsole = defineService({
  name: 'nova-novncproxy',
  title: 'Nova (consoles in a browser)',
  kind: 'Deployment',
  image: novaImage,
  config: consoleConfig,
  requires: ['compute-cell', 'cache'],
  provides: { console: { port: 'public', value: (context) => ({ internalUrl: context.internalUrl('public'), publicUrl: context.publicUrl('public') }) } },
  ports: ({ config }) => ({ public: { port: config.port, nodePort: 30608, ingress: 'console' } }),
  files: novaConf,
  variables: (context) => confVariables({ cell: cellOf(context), servers: context.needs.cache?.servers ?? [], consolePort: context.config.port }),
  daemon: () => ({ command: ['nova-novncproxy'], probes: { started: http('/vnc_lite.html', 'public'), ready: http('/vnc_lite.html', 'public'), alive: tcp('public') } }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '384Mi' } },
});
