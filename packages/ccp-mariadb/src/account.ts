import { consumerName, consumerSecret, type Consumer, type SecretRef } from 'ccp-core';

/** A database of one consumer and the account that owns it. Both bear the consumer's name, with `_` for `-`; a further database has the name of its part behind it. */
export interface DatabaseAccount {
  readonly database: string;
  readonly user: string;
  readonly password: SecretRef;
}

/** Local name of the secret that each consumer gets. */
export const passwordSecret = 'database-password';

/** Database and account of `consumer`. */
export function accountOf(consumer: Consumer): DatabaseAccount {
  const name = (text: string): string => text.replaceAll('-', '_');
  return { database: name(consumerName(consumer)), user: name(consumer.service), password: consumerSecret(consumer, passwordSecret) };
}
