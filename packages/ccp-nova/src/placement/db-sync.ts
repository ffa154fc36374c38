import { defineAction } from 'ccp-core';
import { placement } from './service.ts';

/** Brings the schema of the database to what the deployed image needs; may run at any time. */
export const placementDbSync = defineAction({
  name: 'placement-db-sync',
  title: "Bring the schema of Placement's database up to date",
  service: placement,
  job: () => ({ command: ['placement-manage', 'db', 'sync'], expectedSeconds: 5 }),
});
