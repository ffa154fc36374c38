export { accountOf, type DatabaseAccount } from './account.ts';
export { component } from './component.ts';
export { mariadbConfig, type MariadbConfig } from './config.ts';
export { externalMariadb, externalMariadbConfig, type ExternalMariadbConfig } from './external.ts';
export { mariadbImage } from './image.ts';
export { databaseProvider } from './provides.ts';
export { mariadb } from './service.ts';
