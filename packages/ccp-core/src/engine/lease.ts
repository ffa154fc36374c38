import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from './cluster-contract.ts';

/** Seconds after which a holder that does not renew is taken for dead. */
const durationSeconds = 15;
const renewMs = 5000;
const leaseName = 'ccp-deploy';

/** Who holds the lease; kept in `holderIdentity` as `host:pid:random`. */
interface Holder {
  readonly host: string;
  readonly pid: number;
}

/** Renews a lease until it is released. */
export interface HeldLease {
  /** Aborted when the lease was lost to another process. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the right to change an environment. A holder that died on this host is replaced at once, one elsewhere when it has not
 * renewed for 15 s. Throws DEPLOY_LOCKED naming the holder. `isAlive`: whether a process of this host runs.
 */
export async function takeLease(cluster: ClusterApi, namespace: string, isAlive: (pid: number) => boolean, pid: number): Promise<HeldLease> {
  const identity = `${hostname()}:${pid}:${randomUUID().slice(0, 8)}`;
  const live = await cluster.get(leaseRef(namespace));
  const won = live === undefined ? await cluster.create(leaseObject(namespace, identity)) : await takeOver(cluster, live, identity, isAlive);
  if (!won) throw locked(await cluster.get(leaseRef(namespace)));
  return hold(cluster, namespace, identity);
}

function leaseRef(namespace: string): { apiVersion: string; kind: string; metadata: { name: string; namespace: string } } {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: leaseName, namespace } };
}

function leaseSpec(identity: string): Record<string, unknown> {
  // MicroTime: the API wants six digits after the second.
  return { holderIdentity: identity, leaseDurationSeconds: durationSeconds, renewTime: new Date().toISOString().replace('Z', '000Z') };
}

function leaseObject(namespace: string, identity: string): LiveObject {
  return { ...leaseRef(namespace), spec: leaseSpec(identity) };
}

async function takeOver(cluster: ClusterApi, live: LiveObject, identity: string, isAlive: (pid: number) => boolean): Promise<boolean> {
  const holder = holderOf(live);
  const { renewTime } = live['spec'] as { renewTime?: string };
  const expired = renewTime === undefined || Date.now() - Date.parse(renewTime) > durationSeconds * 1000;
  const dead = holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
  if (holder !== undefined && !expired && !dead) throw locked(live);
  return cluster.replace({ ...live, spec: leaseSpec(identity) });
}

function holderOf(lease: LiveObject | undefined): Holder | undefined {
  const { holderIdentity } = (lease?.['spec'] ?? {}) as { holderIdentity?: string };
  const [host, pid] = (holderIdentity ?? '').split(':');
  return host === undefined || host === '' || pid === undefined ? undefined : { host, pid: Number(pid) };
}

function locked(lease: LiveObject | undefined): CcpError {
  const holder = holderOf(lease);
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new CcpError('DEPLOY_LOCKED', `${who} is changing this environment`, { hint: `Wait for it to end. A dead holder's lease ends by itself after ${durationSeconds} s.` });
}

function hold(cluster: ClusterApi, namespace: string, identity: string): HeldLease {
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    const live = await cluster.get(leaseRef(namespace));
    const mine = (live?.['spec'] as { holderIdentity?: string } | undefined)?.holderIdentity === identity;
    if (live === undefined || !mine) lost.abort(locked(live));
    else await cluster.replace({ ...live, spec: leaseSpec(identity) });
  };
  // A renewal that fails because the API server is away is tried again at the next beat.
  const timer = setInterval(() => void renew().catch(() => undefined), renewMs);
  timer.unref();
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      const live = await cluster.get(leaseRef(namespace));
      if ((live?.['spec'] as { holderIdentity?: string } | undefined)?.holderIdentity === identity) await cluster.remove(leaseRef(namespace));
    },
  };
}
