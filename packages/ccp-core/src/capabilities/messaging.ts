import { isDeepStrictEqual } from 'node:util';
import type { SecretRef } from '../definition/secret.ts';
import { CcpError } from '../diagnostics/index.ts';

/** A message bus and an account of its own for one consumer. */
export interface MessagingEndpoint {
  /** oslo.messaging's URL with the password as a marker, ready for `transport_url`. */
  readonly transportUrl: SecretRef | string;
  /** TCP port of every member. */
  readonly port: number;
  /** What clients must say in `[oslo_messaging_rabbit]`, the same for all of them from the first use of the bus on. */
  readonly options: Readonly<Record<string, string>>;
}

/** The buses of one service; their options are the same. */
export interface MessagingBuses {
  readonly rpc: MessagingEndpoint;
  /** Undefined: it sends no notifications. */
  readonly notifications: MessagingEndpoint | undefined;
}

/**
 * The buses that processes of `service` use together. Throws CONFIG_INVALID when these want different options of their clients: a process says
 * them once, in `[oslo_messaging_rabbit]`.
 */
export function messagingBuses(service: string, rpc: MessagingEndpoint, notifications: MessagingEndpoint | undefined): MessagingBuses {
  if (notifications === undefined || isDeepStrictEqual(rpc.options, notifications.options)) return { rpc, notifications };
  throw new CcpError('CONFIG_INVALID', `${service} is bound to buses for rpc and notifications that want different options of their clients`, {
    where: { object: service },
    hint: `Set services.${service}.bindings.notifications to a bus of the same kind as that of rpc.`,
  });
}
