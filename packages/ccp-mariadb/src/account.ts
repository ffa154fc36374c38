import { consumerSecret, type Consumer, type SecretRef } from 'ccp-core';

/** A database of one consumer and the account that owns it. Both bear the consumer's name, that of a further account behind it, with `_` for `-`. */
export interface DatabaseAccount {
  readonly database: string;
  readonly user: string;
  readonly password: SecretRef;
}

/** Local name of the secret that each consumer gets. */
export const passwordSecret = 'database-password';

/** Database and account of `consumer`. */
export function accountOf(consumer: Consumer): DatabaseAccount {
  const { service, account } = consumer;
  const name = (account === undefined ? service : `${service}-${account}`).replaceAll('-', '_');
  return { database: name, user: name, password: consumerSecret(consumer, passwordSecret) };
}
