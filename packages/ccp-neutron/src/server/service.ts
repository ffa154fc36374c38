import { defineService } from 'ccp-core';
import { wsgiServer } from 'ccp-openstack-base';
import { ovnRemotes } from '../ovn/remotes.ts';
import { neutronConfig } from './config.ts';
import { networkProvider, networkServer, networkServerProvider } from './endpoint.ts';
import { serverFiles, serverVariables } from './files.ts';
import { neutronImage } from './image.ts';
import { neutronJobs } from './jobs.ts';

/**
 * The Neutron API under uWSGI. Its /tmp must end with the container: the time at which the group of workers began is kept there.
 */
export const neutron = defineService({
  name: 'neutron',
  title: 'Neutron (networks)',
  // Stable names: events of OVN are shared out among the processes of the names in a table. One of a new name would leave its predecessor
  // there for two minutes, and what falls to that one is lost: ports that are ready would not be told to Nova.
  kind: 'StatefulSet',
  image: neutronImage,
  config: neutronConfig,
  requires: ['database', 'cache', 'rpc', 'identity', 'ovn-northbound', 'ovn-southbound'],
  wants: ['notifications'],
  provides: { network: networkProvider, 'network-server': networkServerProvider },
  ports: ({ config }) => ({ public: { port: config.port, nodePort: 30696, ingress: 'network' } }),
  files: serverFiles,
  variables: (context) => {
    const { cache, identity } = context.needs;
    return serverVariables(networkServer(context), context.config.debug, { servers: cache?.servers ?? [], cacheKey: identity?.tokenCacheKey });
  },
  jobs: neutronJobs,
  daemon: (context) => {
    const { port, processes } = context.config;
    const server = wsgiServer({ port, processes }, { health: '/' });
    return { ...server, command: ['with-ovn', ...server.command], env: { ...ovnRemotes(context), ...server.env } };
  },
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  // Measured: 394 MiB with two workers.
  resources: { requests: { cpu: '50m', memory: '416Mi' }, limits: { memory: '1Gi' } },
  profiles: { ha: { replicas: 2 } },
});
