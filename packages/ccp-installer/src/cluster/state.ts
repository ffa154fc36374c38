import type Docker from 'dockerode';
import { ifThere } from '../docker/connect.ts';
import { filterOf, roleLabel } from '../docker/labels.ts';
import type { ClusterPlan } from './plan.ts';

/** Written in the node's volume when kubeadm has finished there. A node container without it is half made. */
export const joinedMarker = '/var/lib/ccp/joined';

/** A container of the cluster as the engine shows it. */
export interface PartState {
  readonly name: string;
  readonly role: string;
  readonly running: boolean;
  /** Seconds since 1970, of the last start; 0 when it never ran. */
  readonly startedAt: number;
  /** kubeadm has finished there; always true for the registry. */
  readonly joined: boolean;
  /** Host port by container port (`6443/tcp`). */
  readonly ports: Readonly<Record<string, number>>;
}

/**
 * `absent`: no node; `incomplete`: something is missing or half made; `stopped`: all is there and something does not
 * run; `running`: all containers run (whether Kubernetes answers is another question).
 */
export type Phase = 'absent' | 'incomplete' | 'stopped' | 'running';

/** Reads the containers of the cluster, by name. */
export async function readParts(docker: Docker, cluster: string): Promise<PartState[]> {
  const containers = await docker.listContainers({ all: true, filters: filterOf(cluster) });
  const parts = await Promise.all(containers.map(({ Id }) => ifThere(readPart(docker.getContainer(Id)))));
  return parts.filter((part) => part !== undefined).sort((a, b) => a.name.localeCompare(b.name));
}

async function readPart(container: Docker.Container): Promise<PartState> {
  const { Name, Config, State, HostConfig } = await container.inspect();
  const role = Config.Labels[roleLabel] ?? '';
  const started = Date.parse(State.StartedAt) / 1000;
  return {
    name: Name.replace(/^\//, ''),
    role,
    running: State.Running,
    startedAt: Math.max(0, started),
    joined: role === 'registry' || (await ifThere(container.infoArchive({ path: joinedMarker }))) !== undefined,
    ports: readPorts(HostConfig.PortBindings as PortBindings | null),
  };
}

type PortBindings = Readonly<Record<string, readonly { readonly HostPort: string }[]>>;

function readPorts(bindings: PortBindings | null): Record<string, number> {
  return Object.fromEntries(Object.entries(bindings ?? {}).map(([port, [first]]) => [port, Number(first?.HostPort)]));
}

/** Pure: where the cluster of `plan` stands. */
export function phaseOf(plan: ClusterPlan, parts: readonly PartState[]): Phase {
  if (!parts.some(({ role }) => role !== 'registry')) return 'absent';
  const wanted = [plan.registry.container, ...plan.nodes.map(({ name }) => name)];
  const found = wanted.map((name) => parts.find((part) => part.name === name));
  if (found.some((part) => part === undefined || !part.joined)) return 'incomplete';
  return found.every((part) => part?.running) ? 'running' : 'stopped';
}
