import { defineService, secretRef, type SecretRef, type ServiceContext } from 'ccp-core';
import { wsgiServer } from 'ccp-openstack-base';
import { bootstrapImages } from './bootstrap-images.ts';
import { glanceConfig, type GlanceConfig } from './config.ts';
import { glanceImage } from './image.ts';
import { glanceJobs } from './jobs.ts';
import { imageProvider } from './provides.ts';
import { storeFiles, storeSecrets, storeSections } from './stores.ts';

/** The Glance API under uWSGI, with the volume of the file store and of imports. */
export const glance = defineService({
  name: 'glance',
  title: 'Glance (images)',
  kind: 'StatefulSet',
  image: glanceImage,
  images: bootstrapImages,
  config: glanceConfig,
  requires: ['database', 'cache', 'identity'],
  wants: ['notifications'],
  provides: { image: imageProvider },
  ports: ({ config }) => ({ public: { port: config.port, nodePort: 30292, ingress: 'image' } }),
  configSecrets: ({ config }) => storeSecrets(config),
  files: { 'glance-api.conf': { path: '/etc/glance/glance-api.conf', template: 'glance-api.conf.hbs', format: 'oslo' } },
  variables: glanceVariables,
  volumes: { data: { path: '/var/lib/glance', size: '20Gi' } },
  jobs: glanceJobs,
  daemon: (context) => ({
    ...wsgiServer(context.config, { health: '/healthcheck' }),
    ownFiles: storeFiles(context),
  }),
  // The volume of the file store and of imports belongs to one pod.
  availability: { replicas: 1, max: 1, disruption: { maxUnavailable: 1 } },
  // Measured: 214 MiB with two workers.
  resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
});

/** What `glance-api.conf` needs besides the configuration. */
function glanceVariables(context: ServiceContext<GlanceConfig>): Record<string, unknown> {
  const { config, needs } = context;
  return {
    stores: storeSections(context),
    enabledBackends: Object.entries(config.stores).map(([name, { type }]) => `${name}:${type}`),
    importPlugins: config.import.convertTo === undefined ? [] : ['image_conversion'],
    accountPassword: osloText(needs.identity?.account.password),
    tokenCacheKey: osloText(needs.identity?.tokenCacheKey),
  };
}

/** A secret in a file of oslo.config. */
function osloText(secret: SecretRef | undefined): string | undefined {
  return secret === undefined ? undefined : secretRef(secret.name, 'oslo').toString();
}
