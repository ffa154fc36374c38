import { defineAction } from 'ccp-core';
import { nova } from './nova.ts';

/** Brings the schema of the cells' databases to what the deployed image needs; may run at any time. */
export const dbSync = defineAction({
  name: 'nova-db-sync',
  title: "Bring the schema of the databases of Nova's cells up to date",
  service: nova,
  job: () => ({ command: ['nova-manage', 'db', 'sync'], expectedSeconds: 12 }),
});

/** Brings the schema of the API's database to what the deployed image needs; may run at any time. */
export const apiDbSync = defineAction({
  name: 'nova-api-db-sync',
  title: "Bring the schema of the database of Nova's API up to date",
  service: nova,
  job: () => ({ command: ['nova-manage', 'api_db', 'sync'], expectedSeconds: 8 }),
});

/** Rewrites rows that an earlier release wrote, beside everything that runs. What was interrupted goes on with what is left. */
export const onlineDataMigrations = defineAction({
  name: 'nova-online-data-migrations',
  title: 'Rewrite rows of Nova that an earlier release wrote, until none is left',
  service: nova,
  job: () => ({ command: ['nova-manage', 'db', 'online_data_migrations'], deadlineSeconds: 4 * 3600, expectedSeconds: 8 }),
});
