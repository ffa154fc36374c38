import { defineAction } from 'ccp-core';
import { z } from 'zod';
import { keystone } from '../service.ts';

const parameters = z.strictObject({
  phase: z.enum(['all', 'expand', 'contract', 'check']).default('all').describe('Which part of the migrations; `check` changes nothing and fails when some are to be done.'),
});

/** Brings the schema of the database to what the deployed image needs; may run at any time. */
export const dbSync = defineAction({
  name: 'keystone-db-sync',
  title: "Bring the schema of Keystone's database up to date",
  service: keystone,
  parameters,
  job: (_context, { phase }) => ({
    command: ['keystone-manage', 'db_sync', ...(phase === 'all' ? [] : [`--${phase}`])],
    liveFiles: [],
    expectedSeconds: 8,
  }),
});
