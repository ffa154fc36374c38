import { describe, expect, test } from '@jest/globals';
import type { LiveObject } from './cluster-contract.ts';
import { unreadyReason } from './unready.ts';

function event(pod: string, message: string, lastTimestamp: string, reason = 'Unhealthy'): LiveObject {
  return { apiVersion: 'v1', kind: 'Event', metadata: { name: message }, involvedObject: { name: pod }, reason, message, lastTimestamp } as unknown as LiveObject;
}

const old = new Date('2030-01-01T00:00:00Z');
const longAgo = new Date(Date.now() - 60_000);

function reason(events: readonly LiveObject[], since: Date | undefined = longAgo): Promise<string> {
  return unreadyReason({ cluster: { list: async () => events }, namespace: 'ns' }, 'started, not ready yet', { pod: 'a', since });
}

describe('why a pod is not ready', () => {
  const told = [
    event('a', 'Readiness probe failed: no interface eth7\nno interface eth8\n', '2030-01-02T00:00:00Z'),
    event('a', 'Readiness probe failed: older', old.toISOString()),
    event('a', 'Liveness probe failed: other', '2030-01-03T00:00:00Z'),
    event('b', 'Readiness probe failed: of another pod', '2030-01-03T00:00:00Z'),
  ];

  test('is what its readiness probe said last', async () => expect(await reason(told)).toBe('started, not ready yet: no interface eth7; no interface eth8'));

  test('is not asked of one that has just started', async () => expect(await reason(told, new Date())).toBe('started, not ready yet'));

  test('stays unknown without events, or without the right to read them', async () => {
    expect(await reason([])).toBe('started, not ready yet');
    const forbidden = { cluster: { list: () => Promise.reject(new Error('forbidden')) }, namespace: 'ns' };
    expect(await unreadyReason(forbidden, 'not ready', { pod: 'a', since: longAgo })).toBe('not ready');
  });
});
