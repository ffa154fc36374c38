import { describe, expect, test } from '@jest/globals';
import type { ServiceContext } from 'ccp-core';
import { sampleContext } from 'ccp-core/testing';
import { cacheProvider, memcached, memcachedConfig, type MemcachedConfig } from '../src/index.ts';

function contextWith(replicas: number, config: object = {}): ServiceContext<MemcachedConfig> {
  return sampleContext(memcached, config, { replicas });
}

describe('capability cache', () => {
  test('lists every member by its stable name, in order', () => {
    expect(cacheProvider.value(contextWith(2, { port: 12000 }), { service: 'keystone' })).toEqual({
      servers: ['memcached-0.memcached-members.cloud.svc:12000', 'memcached-1.memcached-members.cloud.svc:12000'],
    });
  });

  test('only a StatefulSet gives such names', () => {
    expect(memcached.kind).toBe('StatefulSet');
  });
});

describe('daemon', () => {
  test('gets its settings, and never listens on UDP', () => {
    const { command } = memcached.daemon(contextWith(1, { memory: 64, maxConnections: 512 }));
    expect(command).toEqual(expect.arrayContaining(['--memory-limit=64', '--conn-limit=512', '--port=11211', '--udp-port=0']));
  });
});

test.each([{ memory: 1 }, { maxItemSize: '1G' }, { port: 80 }, { memroy: 64 }])('refuses %j', (config) => {
  expect(memcachedConfig.schema.safeParse(config).success).toBe(false);
});
