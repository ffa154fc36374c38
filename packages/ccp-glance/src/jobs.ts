import { CcpError, type IdentityEndpoint, type JobSpec, type ServiceContext } from 'ccp-core';
import { bootstrapJobs } from './bootstrap-jobs.ts';
import type { GlanceConfig } from './config.ts';

/** Schema, account and catalog entry of Glance, then its first content. All may run any number of times. */
export function glanceJobs(context: ServiceContext<GlanceConfig>): Readonly<Record<string, JobSpec>> {
  const identity = identityOf(context);
  const internal = context.internalUrl('public');
  const endpoints = { admin: internal, internal, public: context.publicUrl('public') };
  return {
    'db-sync': { command: ['glance-manage', 'db_sync'], after: ['db-create'], expectedSeconds: 8 },
    registration: identity.register({ services: [{ name: 'glance', type: 'image', description: 'Images of disks', endpoints }] }),
    metadefs: { command: ['glance-manage', 'db_load_metadefs'], phase: 'after', expectedSeconds: 8 },
    ...bootstrapJobs(context, identity),
  };
}

function identityOf({ needs, service }: ServiceContext<GlanceConfig>): IdentityEndpoint {
  if (needs.identity === undefined) throw new CcpError('CATALOG_INVALID', `${service} uses identity, which it does not require`, { where: { object: service } });
  return needs.identity;
}
