import { z } from 'zod';
import { composeCatalog, type Catalog, type LoadedComponent } from '../catalog/index.ts';
import { defineComponent, defineConfig, defineImage, defineService, http, secretRef, tcp, type ServiceDefinition } from '../definition/index.ts';

const user = { name: 'app', id: 4242 };
const probes = { ready: tcp('main'), alive: tcp('main'), started: tcp('main') };
const resources = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } };

/** Image of the sample services. */
export const sampleImage = defineImage({ name: 'sample', title: 'Sample', from: 'scratch', version: '1.0.0', steps: [], user });

/** A database provider: gives each consumer a password, a place on its own server and a job. */
export const sampleDatabase: ServiceDefinition = defineService({
  name: 'store',
  title: 'Sample database',
  kind: 'StatefulSet',
  image: sampleImage,
  config: defineConfig(z.strictObject({ port: z.int().default(3306) })),
  ports: ({ config }) => ({ main: { port: config.port } }),
  volumes: { data: { path: '/data', size: '1Gi' } },
  secrets: { root: { description: 'root password' } },
  provides: {
    database: {
      port: 'main',
      value: (context, consumer) => ({
        host: `${context.service}.${context.environment.namespace}.svc`,
        port: context.config.port,
        name: consumer.service,
        user: consumer.service,
        password: secretRef(`${consumer.service}.database-password`),
        url: `mysql://${consumer.service}:${secretRef(`${consumer.service}.database-password`, 'url').toString()}@${context.service}/${consumer.service}`,
      }),
      secretsFor: () => ({ 'database-password': { description: 'database account' } }),
      jobsFor: (context, consumer) => ({
        'db-create': {
          command: ['create', consumer.service],
          image: sampleImage,
          imageIdentity: false,
          files: [],
          liveFiles: [],
          env: { ROOT_PASSWORD: context.secret('root'), PASSWORD: secretRef(`${consumer.service}.database-password`) },
        },
      }),
    },
  },
  daemon: () => ({ command: ['serve'], probes }),
  availability: { replicas: 1 },
  resources,
});

/** A consumer with a configuration file, live files and jobs. */
export const sampleApp: ServiceDefinition = defineService({
  name: 'app',
  title: 'Sample application',
  kind: 'Deployment',
  image: sampleImage,
  config: defineConfig(z.strictObject({ port: z.int().default(5000), expiration: z.int().default(3600), debug: z.boolean().default(false) })),
  requires: ['database'],
  ports: ({ config }) => ({ main: { port: config.port, nodePort: 30500, ingress: 'app' } }),
  files: { 'app.conf': { path: '/etc/app/app.conf', template: 'app.conf.hbs', format: 'oslo' } },
  liveFiles: { keys: { path: '/etc/app/keys', make: () => ({ '0': 'key' }) } },
  jobs: () => ({ 'db-sync': { command: ['sync'], after: ['db-create'] }, greet: { command: ['greet'], phase: 'after', files: [] } }),
  daemon: () => ({ command: ['serve'], probes: { ...probes, ready: http('/', 'main') } }),
  availability: { replicas: 1 },
  resources,
});

/** Text of the application's template. */
export const sampleTemplate = '[database]\nconnection = {{needs.database.url}}\n[token]\nexpiration = {{config.expiration}}\n';

/** A catalog of the given services, as if they came from the package `ccp-sample`. */
export function sampleCatalog(services: readonly ServiceDefinition[] = [sampleDatabase, sampleApp]): Catalog {
  const definition = defineComponent({ name: 'ccp-sample', images: [sampleImage], services });
  const component: LoadedComponent = { name: 'ccp-sample', kind: 'service', version: '1.0.0', directory: '/sample', entry: '/sample/index.js', definition };
  return composeCatalog([component]).catalog;
}
