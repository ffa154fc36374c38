import type { CapabilityProvider } from 'ccp-core';
import { endpointFor, passwordSecret } from './account.ts';
import { accountJob } from './account-job.ts';
import type { RabbitmqConfig } from './config.ts';

function messagingProvider<K extends 'rpc' | 'notifications'>(capability: K): CapabilityProvider<K, RabbitmqConfig> {
  return {
    port: 'amqp',
    value: endpointFor,
    secretsFor: () => ({ [passwordSecret]: { description: 'Password of the account at the message bus' } }),
    jobsFor: (context, consumer) => ({ [`${capability}-account`]: accountJob(context, consumer, capability) }),
  };
}

/** The capability `rpc`: each consumer gets a virtual host and an account of its own. */
export const rpcProvider = messagingProvider('rpc');

/** The capability `notifications`, in the same virtual host. A service that can do without sends them only when its `bindings` say so: nobody listens by itself. */
export const notificationsProvider = { ...messagingProvider('notifications'), onRequest: true };
