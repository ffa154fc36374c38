import { secretRef, type CapabilityProvider, type ServiceContext } from 'ccp-core';
import { accountOf, passwordSecret } from './account.ts';
import type { MariadbConfig } from './config.ts';
import { databaseJob } from './database-job.ts';

/** Host name of the server inside the cluster. */
function hostOf(context: ServiceContext<MariadbConfig>): string {
  return `${context.service}.${context.environment.namespace}.svc`;
}

/** The capability `database`: each consumer gets a database and an account of its own. */
export const databaseProvider: CapabilityProvider<'database', MariadbConfig> = {
  port: 'mysql',
  value(context, consumer) {
    const { database, user, password } = accountOf(consumer);
    const host = hostOf(context);
    const { port } = context.config;
    const inUrl = secretRef(password.name, 'url');
    return {
      host,
      port,
      name: database,
      user,
      password,
      url: `mysql+pymysql://${user}:${inUrl}@${host}:${port}/${database}?charset=utf8mb4`,
    };
  },
  secretsFor: () => ({ [passwordSecret]: { description: 'Password of the database account' } }),
  jobsFor: (context, consumer) => ({
    'db-create': databaseJob(
      { host: hostOf(context), port: context.config.port, rootPassword: context.secret('root-password') },
      consumer,
    ),
  }),
};
