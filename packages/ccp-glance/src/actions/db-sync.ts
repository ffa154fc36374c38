import { defineAction } from 'ccp-core';
import { z } from 'zod';
import { glance } from '../service.ts';

const parameters = z.strictObject({
  phase: z.enum(['all', 'expand', 'migrate', 'contract', 'check']).default('all').describe('Which part of the migrations; `check` changes nothing and fails when some are to be done.'),
});

/** Brings the schema of the database to what the deployed image needs; may run at any time. */
export const dbSync = defineAction({
  name: 'glance-db-sync',
  title: "Bring the schema of Glance's database up to date",
  service: glance,
  parameters,
  job: (_context, { phase }) => ({ command: ['glance-manage', ...(phase === 'all' ? ['db_sync'] : ['db', phase])], expectedSeconds: 8 }),
});
