import { z } from 'zod';
import { dnsReplicas } from '../cluster/plan.ts';

const time = z.string().nullish();
const status = z.object({ state: z.object({ running: z.object({ startedAt: time }).optional() }).optional() });
const conditions = z.array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() })).default([]);

/** The fields of nodes that matter here. */
export const nodesSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string() }), status: z.object({ conditions, nodeInfo: z.object({ kubeletVersion: z.string() }).optional() }) })),
});

/** The fields of the nodes' leases that matter here. */
export const leasesSchema = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }), spec: z.object({ renewTime: time }) })) });

/** The fields of the system's pods that matter here. */
export const podsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
      spec: z.object({ nodeName: z.string().optional() }),
      status: z.object({ conditions, containerStatuses: z.array(status).default([]) }),
    }),
  ),
});

/** What the API server says about its nodes and its own pods. */
export interface Observed {
  readonly nodes: z.output<typeof nodesSchema>;
  readonly leases: z.output<typeof leasesSchema>;
  readonly pods: z.output<typeof podsSchema>;
}

/** A node that must be ready: its name and the second (since 1970) at which its container was started. */
export interface ExpectedNode {
  readonly name: string;
  readonly startedAt: number;
  readonly controlPlane: boolean;
}

/**
 * Pure: what is not ready yet, in words; empty when the cluster is. Right after a restart the API server still shows
 * what held before it, so nothing counts that was not seen since the node's container was started.
 */
export function missing(expected: readonly ExpectedNode[], observed: Observed): string[] {
  return [...expected.flatMap((node) => [...missingNode(node, observed), ...missingPods(node, observed)]), ...missingDns(expected, observed)];
}

function missingNode({ name, startedAt }: ExpectedNode, { nodes, leases }: Observed): string[] {
  const lease = leases.items.find(({ metadata }) => metadata.name === name);
  if (!since(lease?.spec.renewTime, startedAt)) return [`the kubelet of ${name} has not reported yet`];
  const found = nodes.items.find(({ metadata }) => metadata.name === name)?.status.conditions.find(({ type }) => type === 'Ready');
  return found?.status === 'True' ? [] : [`node ${name} is not ready${found?.message === undefined ? '' : `: ${found.message}`}`];
}

const staticPods = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

function missingPods(node: ExpectedNode, { pods }: Observed): string[] {
  const own = pods.items.filter(({ spec }) => spec.nodeName === node.name);
  const wanted: [name: string, label: string, value: string][] = [['kube-proxy', 'k8s-app', 'kube-proxy']];
  if (node.controlPlane) wanted.push(...staticPods.map((name): [string, string, string] => [name, 'component', name]));
  return wanted
    .filter(([, label, value]) => !own.some((pod) => pod.metadata.labels[label] === value && isFresh(pod, node.startedAt)))
    .map(([name]) => `${name} on ${node.name} is not ready`);
}

function missingDns(expected: readonly ExpectedNode[], { pods }: Observed): string[] {
  const ready = pods.items.filter(({ metadata, spec, ...pod }) => {
    const node = expected.find(({ name }) => name === spec.nodeName);
    return metadata.labels['k8s-app'] === 'kube-dns' && node !== undefined && isFresh({ ...pod, metadata, spec }, node.startedAt);
  });
  const wanted = dnsReplicas(expected.length);
  if (ready.length >= wanted) return [];
  return [wanted === 1 ? 'CoreDNS is not ready' : `CoreDNS is ready ${ready.length} of ${wanted} times`];
}

type Pod = Observed['pods']['items'][number];

function isFresh({ status: { conditions: found, containerStatuses } }: Pod, startedAt: number): boolean {
  const ready = found.some(({ type, status: value }) => type === 'Ready' && value === 'True');
  return ready && containerStatuses.length > 0 && containerStatuses.every(({ state }) => since(state?.running?.startedAt, startedAt));
}

/** Kubernetes tells whole seconds: what happened in the same one counts. */
function since(when: string | null | undefined, startedAt: number): boolean {
  return when !== null && when !== undefined && Date.parse(when) / 1000 >= Math.floor(startedAt);
}
