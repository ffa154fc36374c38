import type { JobSpec, ServiceContext } from 'ccp-core';
import { bootstrapEntries } from '../bootstrap/entries.ts';
import type { NeutronConfig } from './config.ts';
import { migration } from './migration.ts';

/** Schema, account and catalog entry, and the first networks. All may run any number of times. */
export function neutronJobs(context: ServiceContext<NeutronConfig>): Readonly<Record<string, JobSpec>> {
  const { identity } = context.needs;
  const resources = bootstrapEntries(context.config.bootstrap);
  const internal = context.internalUrl('public');
  const endpoints = { admin: internal, internal, public: context.publicUrl('public') };
  return {
    'db-sync': { command: migration('upgrade', 'heads'), after: ['db-create'], expectedSeconds: 12 },
    ...(identity === undefined ? {} : { registration: identity.register({ services: [{ name: 'neutron', type: 'network', description: 'Networks', endpoints }] }) }),
    ...(identity === undefined || resources.length === 0 ? {} : { bootstrap: identity.ensure(resources) }),
  };
}
