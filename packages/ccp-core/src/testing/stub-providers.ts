import { z } from 'zod';
import type { ApiEndpoint, CapabilityName, MessagingEndpoint } from '../capabilities/index.ts';
import { consumerName, consumerSecret, defineConfig, defineImage, defineService, secretRef, tcp, type Consumer, type JobSpec, type ServiceDefinition } from '../definition/index.ts';

const image = defineImage({ name: 'stub', title: 'Stands for a provider', from: 'scratch', version: '0', steps: [], user: { name: 'stub', id: 65534 } });

/** A service that provides `capability` with fixed values, for rendering a consumer alone. It is never deployed. */
export function stubProvider(capability: CapabilityName): ServiceDefinition {
  return defineService({
    name: `stub-${capability}`,
    title: `Stub of ${capability}`,
    kind: 'Deployment',
    image,
    config: defineConfig(z.strictObject({})),
    ports: () => ({ main: { port: 1 } }),
    provides: { [capability]: providers[capability] },
    daemon: () => ({ command: ['stub'], probes: { ready: tcp('main'), alive: tcp('main'), started: tcp('main') } }),
    availability: { replicas: 1 },
    resources: { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '1Mi' } },
  });
}

const providers = {
  database: {
    port: 'main',
    value: (_: unknown, consumer: Consumer) => {
      const name = consumerName(consumer);
      const password = consumerSecret(consumer, 'database-password');
      const url = `mysql+pymysql://${consumer.service}:${consumerSecret(consumer, 'database-password', 'url')}@stub-database/${name}`;
      return { host: 'stub-database', port: 3306, name, user: consumer.service, password, url };
    },
    secretsFor: () => ({ 'database-password': { description: 'database account' } }),
    jobsFor: () => ({ 'db-create': { command: ['create'], image, imageIdentity: false, files: [], liveFiles: [] } }),
  },
  cache: { port: 'main', value: () => ({ servers: ['stub-cache:11211'] }) },
  identity: {
    port: 'main',
    value: (_: unknown, { service }: Consumer) => ({
      internalUrl: 'http://stub-identity:5000/v3',
      publicUrl: 'http://public.example:30500/v3',
      region: 'RegionOne',
      admin: { user: 'admin', project: 'admin', domain: 'Default', password: secretRef('stub-identity.admin-password') },
      account: { user: service, password: secretRef(`${service}.service-password`) },
      register: (wanted: unknown) => stubJob('register', wanted),
      ensure: (resources: unknown) => ({ ...stubJob('ensure', resources), phase: 'after' as const }),
    }),
    secretsFor: () => ({ 'service-password': { description: 'account at the identity service' } }),
  },
  rpc: { port: 'main', value: () => messaging('rpc') },
  notifications: { port: 'main', value: () => messaging('notifications') },
  image: api('image', 9292),
  placement: api('placement', 8778),
  compute: api('compute', 8774),
  'compute-cell': {
    port: 'main',
    value: () => ({
      apiDatabaseUrl: 'mysql+pymysql://api@stub-database/api',
      databaseUrl: 'mysql+pymysql://cell@stub-database/cell',
      rpc: messaging('rpc'),
      notifications: undefined,
      identity: { internalUrl: 'http://stub-identity:5000/v3', publicUrl: 'http://public.example:30500/v3', region: 'RegionOne', account: { user: 'stub-compute', password: secretRef('stub-compute-cell.service-password') } },
    }),
  },
  console: api('console', 6080),
  metadata: { port: 'main', value: () => ({ host: 'stub-metadata', port: 8775, sharedSecret: secretRef('stub-metadata.shared-secret') }) },
  network: api('network', 9696),
  'network-server': {
    port: 'main',
    value: () => ({
      databaseUrl: 'mysql+pymysql://network@stub-database/network',
      rpc: messaging('rpc'),
      notifications: undefined,
      identity: { internalUrl: 'http://stub-identity:5000/v3', publicUrl: 'http://public.example:30500/v3', region: 'RegionOne', account: { user: 'stub-network', password: secretRef('stub-network-server.service-password') } },
      options: {},
    }),
  },
  'ovn-northbound': { port: 'main', value: () => ({ host: 'stub-ovn-northbound', port: 6641 }) },
  'ovn-southbound': { port: 'main', value: () => ({ host: 'stub-ovn-southbound', port: 6642 }) },
} as const;

function messaging(name: string): MessagingEndpoint {
  return { transportUrl: `rabbit://stub-${name}:5672//`, port: 5672, options: { rabbit_quorum_queue: 'true' } };
}

function api(name: string, port: number): { readonly port: 'main'; readonly value: () => ApiEndpoint } {
  return { port: 'main', value: () => ({ internalUrl: `http://stub-${name}:${port}`, publicUrl: `http://public.example:${port}` }) };
}

function stubJob(what: string, identity: unknown): JobSpec {
  return { command: [what], image, identity, imageIdentity: false, files: [], liveFiles: [] };
}
