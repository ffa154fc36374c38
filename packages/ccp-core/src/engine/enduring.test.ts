import { describe, expect, test } from '@jest/globals';
import type { EngineEvent } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { fakeCluster, type FakeCluster } from '../testing/fake-cluster.ts';
import { enduring } from './enduring.ts';

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } };

/** A cluster whose API server does not answer the first `times` calls of `apply`. */
function away(times: number, code: 'CLUSTER_UNREACHABLE' | 'CLUSTER_FORBIDDEN' = 'CLUSTER_UNREACHABLE'): FakeCluster & { calls: () => number } {
  const cluster = fakeCluster();
  let calls = 0;
  return {
    ...cluster,
    calls: () => calls,
    apply: async (object, options) => {
      if (++calls <= times) throw new CcpError(code, 'cannot apply: ECONNREFUSED');
      return cluster.apply(object, options);
    },
  };
}

function endure(cluster: FakeCluster, limitSeconds = 10): { cluster: ReturnType<typeof enduring>; told: EngineEvent[]; stop: AbortController } {
  const told: EngineEvent[] = [];
  const stop = new AbortController();
  return { cluster: enduring(cluster, { events: (event) => told.push(event), signal: stop.signal, limitSeconds, firstDelayMs: 1 }), told, stop };
}

describe('enduring', () => {
  test('goes on when the API server is back, and says once that it was away', async () => {
    const cluster = away(4);
    const run = endure(cluster);
    await run.cluster.apply(namespace);
    expect(cluster.objects.has('Namespace ns')).toBe(true);
    expect(run.told.filter((event) => event.type === 'message')).toHaveLength(1);
  });

  test('a refusal is not asked for again', async () => {
    const cluster = away(9, 'CLUSTER_FORBIDDEN');
    await expect(endure(cluster).cluster.apply(namespace)).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN' });
    expect(cluster.calls()).toBe(1);
  });

  test('a refusal while the API server starts again passes', async () => {
    const cluster = fakeCluster();
    const answers: ('CLUSTER_UNREACHABLE' | 'CLUSTER_FORBIDDEN')[] = ['CLUSTER_UNREACHABLE', 'CLUSTER_FORBIDDEN', 'CLUSTER_FORBIDDEN'];
    const starting: FakeCluster = {
      ...cluster,
      apply: async (object, options) => {
        const code = answers.shift();
        if (code !== undefined) throw new CcpError(code, 'not yet');
        return cluster.apply(object, options);
      },
    };
    await enduring(starting, { events: () => undefined, signal: new AbortController().signal, firstDelayMs: 1 }).apply(namespace);
    expect(cluster.objects.has('Namespace ns')).toBe(true);
  });

  test('an API server that stays away is told with its own fault', async () => {
    await expect(endure(away(Number.POSITIVE_INFINITY), 0.05).cluster.apply(namespace)).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  });

  test('a stop ends the waiting at once', async () => {
    const run = endure(away(Number.POSITIVE_INFINITY));
    const waiting = run.cluster.apply(namespace);
    const stopped = new CcpError('INTERRUPTED', 'stopped by SIGINT');
    run.stop.abort(stopped);
    await expect(waiting).rejects.toBe(stopped);
  });
});
