import { secretRef, type Consumer, type SecretRef } from 'ccp-core';

/** A database of one consumer and the account that owns it. Both bear the consumer's name, with `_` for `-`. */
export interface DatabaseAccount {
  readonly database: string;
  readonly user: string;
  readonly password: SecretRef;
}

/** Local name of the secret that each consumer gets. */
export const passwordSecret = 'database-password';

/** Database and account of `consumer`. */
export function accountOf(consumer: Consumer): DatabaseAccount {
  const name = consumer.service.replaceAll('-', '_');
  return { database: name, user: name, password: secretRef(`${consumer.service}.${passwordSecret}`) };
}
