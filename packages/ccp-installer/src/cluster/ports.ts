import { createServer } from 'node:net';
import { CcpError } from 'ccp-core';
import type { ClusterPlan } from './plan.ts';
import type { PartState } from './state.ts';

/** A port that must be free on the host's loopback. */
export interface WantedPort {
  readonly port: number;
  readonly what: string;
  /** Key of the section `installer` that changes it. */
  readonly key: string;
}

/** Pure: the ports that no running container of the cluster holds yet. */
export function wantedPorts(plan: ClusterPlan, parts: readonly PartState[]): WantedPort[] {
  const wanted = [
    { port: plan.apiPort, what: 'the Kubernetes API', key: 'apiPort' },
    { port: plan.registry.port, what: 'the registry of the cluster', key: 'registryPort' },
  ];
  const held = new Set(parts.filter(({ running }) => running).flatMap(({ ports }) => Object.values(ports)));
  return wanted.filter(({ port }) => !held.has(port));
}

/** Throws PORT_TAKEN, naming each port of `wanted` that something else listens on. */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const faults = wanted.filter((_, i) => free[i] === false).map(taken);
  const [first, ...others] = faults;
  if (first !== undefined) throw new CcpError(first.code, first.message, { ...(first.hint === undefined ? {} : { hint: first.hint }), others });
}

function taken({ port, what, key }: WantedPort): CcpError {
  return new CcpError('PORT_TAKEN', `Port ${port} of 127.0.0.1, wanted for ${what}, is in use by another program.`, {
    hint: `Choose another with \`installer: { ${key}: <port> }\` in ccp.yaml, or with --set installer.${key}=<port>.`,
  });
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
