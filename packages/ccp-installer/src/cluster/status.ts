import { notReady } from '../actions/ready.ts';
import { kubeconfigPath } from '../actions/kubeconfig.ts';
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

/** Reads the state of the cluster; changes nothing. */
export async function readStatus(work: ClusterWork): Promise<ClusterStatus> {
  const { plan, context } = work;
  const parts = await readParts(work.docker, plan.name);
  const phase = phaseOf(plan, parts);
  const missing = phase === 'running' ? await notReady(work) : [];
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
    missing,
  };
}

function containerState(part: PartState | undefined): ContainerStatus['state'] {
  if (part === undefined) return 'missing';
  if (!part.joined) return 'half made';
  return part.running ? 'running' : 'stopped';
}
