import type { JobSpec, ServiceContext } from 'ccp-core';
import type { GlanceConfig } from './config.ts';

/** Schema, account and catalog entry of Glance. All may run any number of times. */
export function glanceJobs(context: ServiceContext<GlanceConfig>): Readonly<Record<string, JobSpec>> {
  const { identity } = context.needs;
  const endpoints = { internal: context.internalUrl('public'), public: context.publicUrl('public') };
  return {
    'db-sync': { command: ['glance-manage', 'db_sync'], after: ['db-create'], expectedSeconds: 8 },
    metadefs: { command: ['glance-manage', 'db_load_metadefs'], after: ['db-sync'], phase: 'after', expectedSeconds: 8 },
    ...(identity === undefined ? {} : { registration: identity.register({ services: [{ name: 'glance', type: 'image', description: 'Images of disks', endpoints }] }) }),
  };
}
