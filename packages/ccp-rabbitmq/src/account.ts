import { consumerName, consumerSecret, type Consumer, type MessagingEndpoint, type SecretRef, type ServiceContext } from 'ccp-core';
import type { RabbitmqConfig } from './config.ts';

/** A virtual host of one consumer and the account that may use it; both bear the consumer's name. */
export interface MessagingAccount {
  readonly name: string;
  readonly password: SecretRef;
}

/** Local name of the secret that each consumer gets. */
export const passwordSecret = 'messaging-password';

/**
 * Queue options of oslo.messaging, measured with transient non-exclusive queues forbidden: replicated queues for calls and answers,
 * streams for what goes to everybody (which need a prefetch count), stable names of queues. They must be the same from the first
 * use of a virtual host on: queues of other kinds are refused for ever (`PRECONDITION_FAILED`).
 */
export const queueOptions = {
  rabbit_quorum_queue: 'true',
  rabbit_transient_quorum_queue: 'true',
  rabbit_stream_fanout: 'true',
  rabbit_qos_prefetch_count: '64',
  use_queue_manager: 'true',
} as const;

/** Account of `consumer`. */
export function accountOf(consumer: Consumer): MessagingAccount {
  return { name: consumerName(consumer), password: consumerSecret(consumer, passwordSecret, 'url') };
}

/** What a consumer gets: every member, so that clients find another one. */
export function endpointFor({ service, environment, replicas, config }: ServiceContext<RabbitmqConfig>, consumer: Consumer): MessagingEndpoint {
  const { name, password } = accountOf(consumer);
  const members = Array.from({ length: replicas }, (_, member) => `${name}:${password}@${service}-${member}.${service}-members.${environment.namespace}.svc:${config.port}`);
  return { transportUrl: `rabbit://${members.join(',')}/${name}`, port: config.port, options: queueOptions };
}
