import { defineAction } from 'ccp-core';
import { z } from 'zod';
import { migration } from './migration.ts';
import { neutron } from './service.ts';

const words = {
  all: ['upgrade', 'heads'],
  expand: ['upgrade', '--expand'],
  contract: ['upgrade', '--contract'],
  check: ['has_offline_migrations'],
} as const;

const parameters = z.strictObject({
  phase: z
    .enum(['all', 'expand', 'contract', 'check'])
    .default('all')
    .describe('Which part of the migrations; `expand` may run beside the old release. `check` changes nothing and fails when some need a pause of the API.'),
});

/** Brings the schema of the database to what the deployed image needs; may run at any time. */
export const dbSync = defineAction({
  name: 'neutron-db-sync',
  title: "Bring the schema of Neutron's database up to date",
  service: neutron,
  parameters,
  job: (_context, { phase }) => ({ command: migration(...words[phase]), expectedSeconds: 12 }),
});
