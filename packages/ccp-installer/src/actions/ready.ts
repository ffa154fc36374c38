import { CcpError } from 'ccp-core';
import { readParts } from '../cluster/state.ts';
import type { ClusterWork } from '../cluster/work.ts';
import { containerLog } from '../docker/container.ts';
import { getJson } from '../kubernetes/api.ts';
import { leasesSchema, missing, nodesSchema, podsSchema, type ExpectedNode } from '../kubernetes/readiness.ts';
import { waitUntilNothingIsMissing } from '../wait.ts';
import type { Action } from './action.ts';
import { hostAccess } from './kubeconfig.ts';

/** Waits until every node and the cluster's own pods are ready, as seen since the node containers were started. */
export const waitUntilReady: Action = {
  name: 'ready',
  title: 'nodes, CoreDNS and kube-proxy are ready',
  expectedSeconds: 12,
  done: async (work) => (await notReady(work)).length === 0,
  run: async (work, step) => {
    const left = await waitUntilNothingIsMissing(() => notReady(work), { signal: work.signal, limitSeconds: 240, step });
    if (left.length === 0) return;
    const logs = await Promise.all(work.plan.nodes.map(async ({ name }) => [`$ docker logs --tail 15 ${name}`, ...(await containerLog(work.docker, name, 15))]));
    throw new CcpError('CLUSTER_FAILED', 'The cluster does not become ready.', {
      evidence: [...left, ...logs.flat()],
      hint: 'Look at it with `ccp kubectl get pods -A`; `ccp cluster down` and `up` make it anew.',
    });
  },
};

/** What is not ready, in words; empty when all is. */
export async function notReady(work: ClusterWork): Promise<string[]> {
  const access = await hostAccess(work);
  if (access === undefined) return ['there is no kubeconfig yet'];
  const ask = (path: string): Promise<unknown> => getJson(access, path, work.signal);
  const [nodes, leases, pods] = await Promise.all([
    ask('/api/v1/nodes'),
    ask('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'),
    ask('/api/v1/namespaces/kube-system/pods'),
  ]);
  const seen = { nodes: nodesSchema.safeParse(nodes), leases: leasesSchema.safeParse(leases), pods: podsSchema.safeParse(pods) };
  if (!seen.nodes.success || !seen.leases.success || !seen.pods.success) return ['the API server does not answer'];
  return missing(await expectedNodes(work), { nodes: seen.nodes.data, leases: seen.leases.data, pods: seen.pods.data });
}

async function expectedNodes({ docker, plan }: ClusterWork): Promise<ExpectedNode[]> {
  const parts = await readParts(docker, plan.name);
  return plan.nodes.map(({ name, role }) => {
    const startedAt = parts.find((part) => part.name === name)?.startedAt ?? Number.POSITIVE_INFINITY;
    return { name, startedAt, controlPlane: role === 'control-plane' };
  });
}
