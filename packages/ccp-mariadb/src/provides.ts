import { secretRef, type CapabilityProvider, type DatabaseEndpoint, type ServiceContext } from 'ccp-core';
import { accountOf, passwordSecret, type DatabaseAccount } from './account.ts';
import type { MariadbConfig } from './config.ts';
import { databaseJob } from './database-job.ts';

/** Host name of the server inside the cluster. */
export function hostOf(context: Pick<ServiceContext, 'service' | 'environment'>): string {
  return `${context.service}.${context.environment.namespace}.svc`;
}

/** What a consumer gets to know of its account on the server at `host`. */
export function endpointOf(host: string, port: number, { database, user, password }: DatabaseAccount): DatabaseEndpoint {
  const login = `${encodeURIComponent(user)}:${secretRef(password.name, 'url')}`;
  return { host, port, name: database, user, password, url: `mysql+pymysql://${login}@${host}:${port}/${database}?charset=utf8mb4` };
}

/** The capability `database`: each consumer gets a database and an account of its own. */
export const databaseProvider: CapabilityProvider<'database', MariadbConfig> = {
  port: 'mysql',
  value: (context, consumer) => endpointOf(hostOf(context), context.config.port, accountOf(consumer)),
  secretsFor: () => ({ [passwordSecret]: { description: 'Password of the database account' } }),
  jobsFor: (context, consumer) => ({
    'db-create': databaseJob(
      { host: hostOf(context), port: context.config.port, adminUser: 'root', adminPassword: context.secret('root-password'), verifyCertificate: true },
      accountOf(consumer),
    ),
  }),
  keeps: ({ service }, consumer) => ({ server: service, database: accountOf(consumer).database }),
};
