import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, LiveObject } from './cluster-contract.ts';

/** Seconds after which a holder that does not renew is taken for dead. */
const durationSeconds = 15;
const renewMs = 5000;
/** Longer than one beat of a living holder. */
const watchMs = 6000;
const leaseName = 'ccp-deploy';

/** Who holds the lease; kept in `holderIdentity` as `host:pid:boot:random`. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Boot id of the host; empty when it was not known. */
  readonly boot: string;
}

/** The process that asks for the lease. */
export interface LeaseCandidate {
  readonly pid: number;
  /** Changes with every start of the host, and tells hosts of one name apart; undefined when it cannot be known. */
  readonly bootId: string | undefined;
  /** Whether a process of this host runs. */
  isAlive(pid: number): boolean;
  /** Resolves after so many milliseconds; what it throws ends the attempt. */
  delay(ms: number): Promise<unknown>;
}

/** Renews a lease until it is released. */
export interface HeldLease {
  /** Value of `holderIdentity`. */
  readonly identity: string;
  /** Aborted when the lease was lost to another process; its reason is DEPLOY_LOCKED, or DEPLOY_FAILED when it was removed. */
  readonly lost: AbortSignal;
  /** Never fails: a lease that cannot be removed now ends by itself. */
  release(): Promise<void>;
}

/**
 * Takes the right to change an environment. A holder that died on this host, in this boot, is replaced at once; any other when its
 * last renewal is not of the last 15 s and none comes while it is watched for 6 s (clocks of two hosts may differ). Throws DEPLOY_LOCKED naming
 * the holder.
 */
export async function takeLease(cluster: ClusterApi, namespace: string, candidate: LeaseCandidate): Promise<HeldLease> {
  const identity = [hostname(), candidate.pid, candidate.bootId ?? '', randomUUID().slice(0, 8)].join(':');
  const live = await cluster.get(leaseRef(namespace));
  const won = live === undefined ? await cluster.create(leaseObject(namespace, identity)) : await takeOver(cluster, live, identity, candidate);
  if (!won) throw locked(await cluster.get(leaseRef(namespace)));
  return hold(cluster, namespace, identity);
}

/** The Lease of an environment. */
export function leaseRef(namespace: string): { apiVersion: string; kind: string; metadata: { name: string; namespace: string } } {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: leaseName, namespace } };
}

function leaseSpec(identity: string): Record<string, unknown> {
  // MicroTime: the API wants six digits after the second.
  return { holderIdentity: identity, leaseDurationSeconds: durationSeconds, renewTime: new Date().toISOString().replace('Z', '000Z') };
}

function leaseObject(namespace: string, identity: string): LiveObject {
  return { ...leaseRef(namespace), spec: leaseSpec(identity) };
}

async function takeOver(cluster: ClusterApi, live: LiveObject, identity: string, candidate: LeaseCandidate): Promise<boolean> {
  const holder = holderOf(live);
  if (holder !== undefined && !isDead(holder, candidate)) {
    if (!looksExpired(live)) throw locked(live);
    await candidate.delay(watchMs);
  }
  // Compare-and-swap on what was read before the wait: a holder that renewed meanwhile keeps the lease.
  return cluster.replace({ ...live, spec: leaseSpec(identity) });
}

/** Of the past as of the future: clocks of two hosts may be an hour apart, so this only decides whether to watch. */
function looksExpired(lease: LiveObject): boolean {
  const { renewTime } = lease['spec'] as { renewTime?: string };
  return renewTime === undefined || Math.abs(Date.now() - Date.parse(renewTime)) > durationSeconds * 1000;
}

function isDead(holder: Holder, { bootId, isAlive }: LeaseCandidate): boolean {
  // Two hosts may share a name; without the boot id a process number says nothing.
  return holder.host === hostname() && bootId !== undefined && holder.boot === bootId && !isAlive(holder.pid);
}

function holderOf(lease: LiveObject | undefined): Holder | undefined {
  const { holderIdentity } = (lease?.['spec'] ?? {}) as { holderIdentity?: string };
  const [host, pid, boot = ''] = (holderIdentity ?? '').split(':');
  return host === undefined || host === '' || pid === undefined ? undefined : { host, pid: Number(pid), boot };
}

function locked(lease: LiveObject | undefined): CcpError {
  const holder = holderOf(lease);
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new CcpError('DEPLOY_LOCKED', `${who} is changing this environment`, { hint: `Wait for it to end. A dead holder's lease ends by itself after ${durationSeconds} s.` });
}

/** Nothing but deleting the namespace, or somebody's hand, removes a lease that is held. */
function removed(namespace: string): CcpError {
  return new CcpError('DEPLOY_FAILED', `the lease of this deploy was removed under it: the namespace ${namespace} is being deleted, or somebody removed Lease ${leaseName}`, {
    hint: 'Run ccp deploy again: it waits until the namespace is gone and makes everything anew.',
  });
}

function hold(cluster: ClusterApi, namespace: string, identity: string): HeldLease {
  const lost = new AbortController();
  const isMine = (lease: LiveObject | undefined): boolean => (lease?.['spec'] as { holderIdentity?: string } | undefined)?.holderIdentity === identity;
  const renew = async (): Promise<void> => {
    const live = await cluster.get(leaseRef(namespace));
    if (live === undefined) lost.abort(removed(namespace));
    else if (!isMine(live)) lost.abort(locked(live));
    else await cluster.replace({ ...live, spec: leaseSpec(identity) });
  };
  const remove = async (): Promise<void> => {
    if (isMine(await cluster.get(leaseRef(namespace)))) await cluster.remove(leaseRef(namespace));
  };
  // A renewal that fails because the API server is away is tried again at the next beat.
  const timer = setInterval(() => void renew().catch(() => undefined), renewMs);
  timer.unref();
  return {
    identity,
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      // What the holder did counts, not whether its lease could be removed.
      await remove().catch(() => undefined);
    },
  };
}
