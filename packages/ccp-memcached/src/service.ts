import { defineService, tcp } from 'ccp-core';
import { memcachedConfig } from './config.ts';
import { memcachedImage } from './image.ts';
import { cacheProvider } from './provides.ts';

/** memcached, reachable over TCP only. A StatefulSet without volumes, for the sake of its members' stable names. */
export const memcached = defineService({
  name: 'memcached',
  title: 'memcached',
  kind: 'StatefulSet',
  image: memcachedImage,
  config: memcachedConfig,
  provides: { cache: cacheProvider },
  ports: ({ config }) => ({ memcached: { port: config.port } }),
  daemon: ({ config }) => ({
    command: [
      'memcached',
      '--listen=0.0.0.0',
      `--port=${config.port}`,
      '--udp-port=0',
      `--memory-limit=${config.memory}`,
      `--conn-limit=${config.maxConnections}`,
      `--max-item-size=${config.maxItemSize}`,
      `--threads=${config.threads}`,
      '--disable-flush-all',
    ],
    probes: { started: tcp('memcached'), ready: tcp('memcached'), alive: tcp('memcached') },
    graceSeconds: 10,
  }),
  availability: { replicas: 1, spread: 'host', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  profiles: { ha: { replicas: 2 } },
});
