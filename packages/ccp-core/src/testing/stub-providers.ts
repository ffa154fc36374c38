import { z } from 'zod';
import type { CapabilityName } from '../capabilities/index.ts';
import { defineConfig, defineImage, defineService, secretRef, tcp, type ServiceDefinition } from '../definition/index.ts';

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
    value: (_: unknown, { service }: { service: string }) => {
      const password = secretRef(`${service}.database-password`);
      const url = `mysql+pymysql://${service}:${secretRef(`${service}.database-password`, 'url').toString()}@stub-database/${service}`;
      return { host: 'stub-database', port: 3306, name: service, user: service, password, url };
    },
    secretsFor: () => ({ 'database-password': { description: 'database account' } }),
    jobsFor: () => ({ 'db-create': { command: ['create'], image, imageIdentity: false, files: [], liveFiles: [] } }),
  },
  cache: { port: 'main', value: () => ({ servers: ['stub-cache:11211'] }) },
  identity: {
    port: 'main',
    value: () => ({
      internalUrl: 'http://stub-identity:5000/v3',
      publicUrl: 'http://public.example:30500/v3',
      region: 'RegionOne',
      admin: { user: 'admin', project: 'admin', domain: 'Default', password: secretRef('stub-identity.admin-password') },
    }),
  },
  rpc: { port: 'main', value: () => ({ transportUrl: 'rabbit://stub-rpc:5672//' }) },
  notifications: { port: 'main', value: () => ({ transportUrl: 'rabbit://stub-notifications:5672//' }) },
} as const;
