import { z } from 'zod';
import { notReady } from '../actions/ready.ts';
import { hostAccess, kubeconfigPath } from '../actions/kubeconfig.ts';
import { getJson } from '../kubernetes/api.ts';
import { versions } from '../versions.ts';
import { phaseOf, readParts, type PartState, type Phase } from './state.ts';
import type { ClusterWork } from './work.ts';

/** Result of `ccp cluster status -o json`. */
export interface ClusterStatus {
  readonly name: string;
  readonly state: Phase | 'ready';
  readonly kubernetes: string;
  /** URL of the API on this host. */
  readonly api: string;
  /** `host:port` that the engine pushes to. */
  readonly registry: string;
  readonly kubeconfig: string;
  readonly containers: readonly ContainerStatus[];
  /** The nodes as Kubernetes sees them; empty when it does not answer. */
  readonly nodes: readonly NodeStatus[];
  /** What a running cluster still lacks, in words; empty when it is ready. */
  readonly missing: readonly string[];
}

/** One container of the cluster. */
export interface ContainerStatus {
  readonly name: string;
  readonly role: string;
  readonly state: 'running' | 'stopped' | 'missing' | 'half made';
  readonly address: string;
}

/** A node as Kubernetes sees it. */
export interface NodeStatus {
  readonly name: string;
  /** `control-plane` (which also runs pods) or `worker`. */
  readonly role: string;
  readonly ready: boolean;
  /** False while it takes no further pods. */
  readonly schedulable: boolean;
  /** Of its kubelet, for example `v1.35.4`. */
  readonly version: string;
  /** Internal address. */
  readonly address: string;
}

/** Reads the state of the cluster; changes nothing. */
export async function readStatus(work: ClusterWork): Promise<ClusterStatus> {
  const { plan, context } = work;
  const parts = await readParts(work.docker, plan.name);
  const phase = phaseOf(plan, parts);
  const [missing, nodes] = phase === 'running' ? await Promise.all([notReady(work), readNodes(work)]) : [[], []];
  const containers = [{ name: plan.registry.container, role: 'registry', address: plan.registry.address }, ...plan.nodes].map(({ name, role, address }) => ({
    name,
    role,
    address,
    state: containerState(parts.find((part) => part.name === name)),
  }));
  return {
    name: plan.name,
    state: phase === 'running' && missing.length === 0 ? 'ready' : phase,
    kubernetes: versions.kubernetes,
    api: `https://127.0.0.1:${plan.apiPort}`,
    registry: `127.0.0.1:${plan.registry.port}`,
    kubeconfig: kubeconfigPath(context),
    containers,
    nodes,
    missing,
  };
}

function containerState(part: PartState | undefined): ContainerStatus['state'] {
  if (part === undefined) return 'missing';
  if (!part.joined) return 'half made';
  return part.running ? 'running' : 'stopped';
}

/** What is read of each node. */
const nodesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
      spec: z.object({ unschedulable: z.boolean().default(false) }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
        addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
        nodeInfo: z.object({ kubeletVersion: z.string() }),
      }),
    }),
  ),
});

async function readNodes(work: ClusterWork): Promise<NodeStatus[]> {
  const access = await hostAccess(work);
  const read = access === undefined ? undefined : nodesSchema.safeParse(await getJson(access, '/api/v1/nodes', work.signal)).data;
  return (read?.items ?? []).map(({ metadata, spec, status }) => ({
    name: metadata.name,
    role: 'node-role.kubernetes.io/control-plane' in metadata.labels ? 'control-plane' : 'worker',
    ready: status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    schedulable: !spec.unschedulable,
    version: status.nodeInfo.kubeletVersion,
    address: status.addresses.find(({ type }) => type === 'InternalIP')?.address ?? '',
  }));
}
