import { isIP } from 'node:net';
import { consumerName, defineConfig, defineExternalService, type CapabilityProvider, type Consumer, type ServiceContext } from 'ccp-core';
import { z } from 'zod';
import { accountOf, passwordSecret, type DatabaseAccount } from './account.ts';
import { loginJob, markedDatabaseJob } from './database-job.ts';
import { mariadbImage } from './image.ts';
import { endpointOf, hostOf } from './provides.ts';

const name = z.string().regex(/^[A-Za-z0-9_$-]{1,64}$/, 'letters, digits, "_", "$" and "-"');
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

const schema = z.strictObject({
  host: z
    .string()
    .refine((host) => isIP(host) !== 0 || hostName.test(host), 'an IPv4 or IPv6 address or a host name')
    .refine((host) => host !== 'localhost' && host !== '::1' && !host.startsWith('127.'), 'in a pod this would be the pod itself; give an address that pods can reach')
    .optional()
    .describe('Address or host name of the server, as pods can reach it.'),
  port: z.int().min(1).max(65535).default(3306).describe('TCP port of the server.'),
  createAccounts: z.boolean().default(true).describe('false: the operator has made databases and accounts; their passwords are imported.'),
  adminUser: name.default('root').describe('Account that may make databases, accounts and grants; its password is the secret `admin-password`.'),
  accounts: z
    .record(z.string(), z.strictObject({ user: name.optional(), database: name.optional() }))
    .default({})
    .describe('By consumer: names of its account and database; `<consumer>-<part>`: that of a further database. Default: the name of the consumer, with `_` for `-`.'),
});

/** Configuration of the service `external-mariadb`. */
export type ExternalMariadbConfig = z.infer<typeof schema>;

/** Schema of {@link ExternalMariadbConfig}. */
export const externalMariadbConfig = defineConfig(schema);

type Context = ServiceContext<ExternalMariadbConfig>;

function accountAt({ config }: Context, consumer: Consumer): DatabaseAccount {
  const usual = accountOf(consumer);
  const { user = usual.user } = config.accounts[consumer.service] ?? {};
  const { database = usual.database } = config.accounts[consumerName(consumer)] ?? {};
  return { ...usual, user, database };
}

/** The capability `database` of a server that somebody else runs. */
const externalDatabaseProvider: CapabilityProvider<'database', ExternalMariadbConfig> = {
  port: 'mysql',
  value: (context, consumer) => endpointOf(hostOf(context), context.config.port, accountAt(context, consumer)),
  secretsFor: (consumer, context) => ({
    [passwordSecret]: { description: `Password of the database account ${accountAt(context, consumer).user}`, imported: !context.config.createAccounts },
  }),
  jobsFor: (context, consumer) => {
    const { port, createAccounts, adminUser } = context.config;
    const account = accountAt(context, consumer);
    const place = { host: hostOf(context), port, verifyCertificate: false };
    const job = createAccounts ? markedDatabaseJob({ ...place, adminUser, adminPassword: context.secret('admin-password') }, account, context.environment.name) : loginJob(place, account);
    return { 'db-create': job };
  },
  keeps: (context, consumer) => ({ server: `${context.config.host ?? ''}:${context.config.port}`, database: accountAt(context, consumer).database }),
};

/** A MariaDB that somebody else runs, 10.6 or newer. Made on demand: it cannot be reached without a configuration. */
export const externalMariadb = defineExternalService<ExternalMariadbConfig>({
  name: 'external-mariadb',
  title: 'MariaDB outside the cluster',
  instantiate: 'on-demand',
  image: mariadbImage,
  config: externalMariadbConfig,
  provides: { database: externalDatabaseProvider },
  ports: ({ config }) => ({ mysql: { port: config.port } }),
  configSecrets: ({ config }) => (config.createAccounts ? { 'admin-password': { description: 'password of the account adminUser on the server', imported: true } } : {}),
  external: ({ config }) => ({ host: config.host }),
});
