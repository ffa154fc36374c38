import { secretRef, type Consumer, type JobSpec, type ServiceContext } from 'ccp-core';
import { accountOf } from './account.ts';
import { accountFolder, rabbitmqAccountImage } from './account-image.ts';
import type { RabbitmqConfig } from './config.ts';

/** Account that may make accounts. */
export const adminUser = 'ccp';

/** Input of the account program; versioned JSON in the variable `CCP_ACCOUNT`. */
export interface AccountInput {
  readonly version: 1;
  /** Management API, for example `http://rabbitmq.ccp.svc:15672`. */
  readonly url: string;
  readonly adminUser: string;
  /** Name of the virtual host and of the account. */
  readonly account: string;
  /** Messages that a queue of notifications keeps. */
  readonly notificationLimit: number;
}

/** The job that makes a consumer's virtual host and account, and sets the password to the current one; it may run any number of times. */
export function accountJob(context: ServiceContext<RabbitmqConfig>, consumer: Consumer, capability: string): JobSpec {
  const { name, password } = accountOf(consumer);
  const input: AccountInput = { version: 1, url: context.internalUrl('management'), adminUser, account: name, notificationLimit: context.config.notificationLimit };
  return {
    image: rabbitmqAccountImage,
    command: ['node', `${accountFolder}/main.ts`],
    env: { CCP_ACCOUNT: JSON.stringify(input), CCP_ADMIN_PASSWORD: context.secret('admin-password'), CCP_ACCOUNT_PASSWORD: secretRef(password.name) },
    after: [capability],
    files: [],
    liveFiles: [],
    identity: input,
    imageIdentity: false,
    deadlineSeconds: 300,
    expectedSeconds: 3,
  };
}
