import type { CapabilityProvider } from 'ccp-core';
import type { MemcachedConfig } from './config.ts';

/**
 * The capability `cache`. Clients spread keys over the list of servers, so each of them must see the same names in
 * the same order, and a name must mean the same member for as long as it lives: the stable names of the set.
 */
export const cacheProvider: CapabilityProvider<'cache', MemcachedConfig> = {
  port: 'memcached',
  value: ({ config, environment, replicas, service }) => ({
    servers: Array.from(
      { length: replicas },
      (_, member) => `${service}-${member}.${service}-members.${environment.namespace}.svc:${config.port}`,
    ),
  }),
};
