import { CcpError } from 'ccp-core';
import type { ClusterWork } from '../cluster/work.ts';
import { callApi, getJson } from '../kubernetes/api.ts';
import type { ApiAccess } from '../kubernetes/kubeconfig.ts';
import { drainedPodsSchema, podsToEvict, type DrainedPod } from '../kubernetes/removal.ts';
import { waitUntilNothingIsMissing } from '../wait.ts';

/** Seconds that all pods of a node may take to leave it; a server's own grace period is up to 120. */
const drainLimitSeconds = 300;

/** Status of an eviction that a PodDisruptionBudget does not allow now. */
const tooManyRequests = 429;

/** What draining needs besides the cluster. */
export interface Drain {
  readonly access: ApiAccess;
  readonly node: string;
  step(text: string): void;
}

/**
 * Asks the pods of a node that takes no further ones to leave it through the eviction API, which respects disruption budgets.
 * Throws NODE_IN_USE when some are still there after the limit.
 */
export async function drainNode({ signal }: ClusterWork, { access, node, step }: Drain): Promise<void> {
  const ask = async (): Promise<string[]> => {
    const pods = drainedPodsSchema.safeParse(await getJson(access, podsPath(node), signal));
    if (!pods.success) return ['the API server does not answer'];
    return Promise.all(podsToEvict(pods.data).map((pod) => evict(access, pod, signal)));
  };
  const left = await waitUntilNothingIsMissing(ask, { signal, limitSeconds: drainLimitSeconds, step });
  if (left.length === 0) return;
  throw new CcpError('NODE_IN_USE', `Pods do not leave the node ${node} within ${drainLimitSeconds} s.`, {
    where: { object: `node ${node}` },
    evidence: left,
    hint: 'Nothing was removed. Run the command again to go on waiting, with --force to go on without them, or `ccp cluster up` to let pods onto the node again.',
  });
}

/** Where all pods of a node are listed. */
export function podsPath(node: string): string {
  return `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${node}`)}`;
}

/** Asks one pod to leave; says why it is still there. */
async function evict(access: ApiAccess, { metadata: { name, namespace, deletionTimestamp } }: DrainedPod, signal: AbortSignal): Promise<string> {
  const pod = `pod ${namespace}/${name}`;
  if (deletionTimestamp !== undefined) return `${pod} is ending`;
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  const { status, body: answer } = await callApi(access, { method: 'POST', path: `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, body }, signal).catch(() => ({ status: 0, body: '' }));
  return status === tooManyRequests ? `${pod} may not leave now: ${messageOf(answer)}` : `${pod} is asked to leave`;
}

function messageOf(answer: string): string {
  try {
    const { message } = JSON.parse(answer) as { message?: string };
    return message ?? 'a disruption budget forbids it';
  } catch {
    return 'a disruption budget forbids it';
  }
}
