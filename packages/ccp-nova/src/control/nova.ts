import { CcpError, defineService, messagingBuses, type ComputeCellEndpoint, type ResourceEntry, type ServiceContext } from 'ccp-core';
import { wsgiServer } from 'ccp-openstack-base';
import { confVariables, novaConf } from '../nova-conf.ts';
import { identityOf, registration } from '../register.ts';
import { novaConfig, type NovaConfig } from './config.ts';
import { novaImage } from './images.ts';

/** What all processes of Nova share: databases, message buses and account of this service. */
function cellFor({ needs, further, service }: ServiceContext<NovaConfig>): ComputeCellEndpoint {
  const { database, rpc, notifications, identity } = needs;
  const api = further.database?.['api'];
  if (database === undefined || api === undefined || rpc === undefined || identity === undefined) throw new CcpError('CATALOG_INVALID', `${service} is not bound to what it requires`, { where: { object: service } });
  const { internalUrl, publicUrl, region, account } = identity;
  return { apiDatabaseUrl: api.url, databaseUrl: database.url, ...messagingBuses(service, rpc, notifications), identity: { internalUrl, publicUrl, region, account } };
}

function flavorEntries({ config }: ServiceContext<NovaConfig>): ResourceEntry[] {
  return Object.entries(config.bootstrap.flavors).map(([name, { ram, disk, vcpus }]) => ({
    name: `flavor ${name}`,
    type: 'compute',
    list: '/flavors?is_public=None',
    plural: 'flavors',
    match: { name },
    make: { method: 'POST', path: '/flavors', body: { flavor: { name, ram, disk, vcpus } } },
  }));
}

/** The Nova API under uWSGI, and the owner of what all of Nova shares: databases, message bus and account. */
export const nova = defineService({
  name: 'nova',
  title: 'Nova (compute API)',
  kind: 'Deployment',
  image: novaImage,
  config: novaConfig,
  requires: ['database', 'cache', 'identity', 'rpc'],
  wants: ['notifications'],
  further: { database: ['api', 'cell0'] },
  provides: {
    compute: { port: 'public', value: (context) => ({ internalUrl: context.internalUrl('public'), publicUrl: context.publicUrl('public') }) },
    'compute-cell': { port: 'public', value: cellFor },
  },
  ports: ({ config }) => ({ public: { port: config.port, nodePort: 30774, ingress: 'compute' } }),
  files: novaConf,
  variables: (context) =>
    confVariables({ cell: cellFor(context), servers: context.needs.cache?.servers ?? [], tokenCacheKey: context.needs.identity?.tokenCacheKey }),
  jobs: (context) => ({
    databases: {
      command: ['nova-databases', context.further.database?.['cell0']?.name ?? ''],
      after: ['db-create', 'api-db-create', 'cell0-db-create'],
      expectedSeconds: 25,
    },
    ...registration(context, { name: 'nova', type: 'compute', path: '/v2.1' }),
    flavors: identityOf(context).ensure(flavorEntries(context)),
  }),
  daemon: ({ config }) => wsgiServer(config, { health: '/', file: 'nova-api-wsgi.ini' }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '50m', memory: '224Mi' }, limits: { memory: '768Mi' } },
  profiles: { ha: { replicas: 2, config: { processes: 2 } } },
});
