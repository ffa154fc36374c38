import type { ClusterApi, LiveObject } from './cluster-contract.ts';
import type { UnreadyPod } from './verdict.ts';

/** A container that has just started is not asked why. */
const patienceMs = 20_000;
const lead = /^Readiness probe failed: /;

/**
 * `reason`, and behind it what the readiness probe of the pod said last, when that is known: the kubelet tells it in an event, which is
 * kept for an hour and which not everybody may read.
 */
export async function unreadyReason({ cluster, namespace }: { readonly cluster: Pick<ClusterApi, 'list'>; readonly namespace: string }, reason: string, { pod, since }: UnreadyPod): Promise<string> {
  if (since === undefined || Date.now() - new Date(since).getTime() < patienceMs) return reason;
  const events = (await cluster.list('v1', 'Event', namespace).catch(() => [])) as readonly PodEvent[];
  const said = events.filter((event) => event.involvedObject?.name === pod && event.reason === 'Unhealthy' && lead.test(event.message ?? ''));
  const [last] = [...said].sort((a, b) => timeOf(b) - timeOf(a));
  const text = last?.message?.replace(lead, '').trim().split('\n').join('; ') ?? '';
  return text === '' ? reason : `${reason}: ${text}`;
}

type PodEvent = LiveObject & { readonly involvedObject?: { readonly name?: string }; readonly reason?: string; readonly message?: string; readonly lastTimestamp?: string | Date };

function timeOf({ lastTimestamp }: PodEvent): number {
  return lastTimestamp === undefined ? 0 : new Date(lastTimestamp).getTime();
}
