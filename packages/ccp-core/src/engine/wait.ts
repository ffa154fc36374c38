import { CcpError } from '../diagnostics/index.ts';
import type { ClusterApi, ClusterView } from './cluster-contract.ts';
import { refuseWhenStopped } from './interruption.ts';
import { namespaceLives } from './namespace.ts';
import { unreadyReason } from './unready.ts';
import type { LogPlace, Verdict } from './verdict.ts';

/** What is waited for and how. */
export interface WaitSpec {
  readonly cluster: ClusterApi;
  readonly namespace: string;
  readonly view: ClusterView;
  /** For messages, for example `Job keystone-db-sync-7f3a01bc`. */
  readonly object: string;
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
  judge(view: ClusterView): Verdict;
  /** Takes secret values out of what logs and the cluster say. */
  redact(text: string): string;
  /** Called when the reason changes. */
  onReason(reason: string): void;
}

/** How long one look at the state may stay valid without any change, so that a missed event cannot stall a run. */
const lookAgainMs = 5000;
const logLines = 15;

/**
 * Waits until the verdict is ready, and returns what its operator still should know. Throws DEPLOY_FAILED at once when it is failed, with the container's last log lines, and at
 * the limit with the last reason, and when somebody deletes the namespace; when the signal aborts its reason or INTERRUPTED. Never sleeps: every look follows a change.
 */
export async function waitFor(spec: WaitSpec): Promise<string | undefined> {
  const end = performance.now() + spec.limitSeconds * 1000;
  let reason = '';
  for (;;) {
    refuseWhenStopped(spec.signal, `waiting for ${spec.object}`);
    const verdict = spec.judge(spec.view);
    if (verdict.state === 'ready') return verdict.reason;
    const text = spec.redact(await reasonOf(spec, verdict));
    if (text !== reason) spec.onReason(text);
    reason = text;
    if (verdict.state === 'waiting' && verdict.absent === true && !(await namespaceLives(spec.cluster, spec.namespace))) throw namespaceDeleted(spec);
    if (verdict.state === 'failed') throw await failure(spec, `${spec.object}: ${text}`, verdict.log);
    if (performance.now() > end) throw await failure(spec, `${spec.object} was not ready within ${spec.limitSeconds} s: ${reason}`, verdict.log);
    await spec.view.changed(lookAgainMs, spec.signal);
  }
}

function namespaceDeleted({ namespace, object }: WaitSpec): CcpError {
  return new CcpError('DEPLOY_FAILED', `the namespace ${namespace} was deleted while ${object} was waited for`, {
    where: { object },
    hint: 'Run ccp deploy again: it waits until the namespace is gone and makes everything anew.',
  });
}

/**
 * Why something is not ready, in words. A waiting init container says itself what it waits for: its last line; of one that runs, its
 * readiness probe says it. May hold what secrets are.
 */
export async function reasonOf(spec: Pick<WaitSpec, 'cluster' | 'namespace'>, verdict: Exclude<Verdict, { state: 'ready' }>): Promise<string> {
  if (verdict.state === 'waiting' && verdict.unready !== undefined) return unreadyReason(spec, verdict.reason, verdict.unready);
  if (verdict.state !== 'waiting' || verdict.log?.container !== 'wait') return verdict.reason;
  const [line] = await spec.cluster.podLog(spec.namespace, verdict.log.pod, 'wait', { lines: 1 }).catch(() => []);
  const said = parseWaiting(line);
  return said === undefined ? verdict.reason : `waits for ${said}`;
}

function parseWaiting(line: string | undefined): string | undefined {
  try {
    const { waitingFor } = JSON.parse(line ?? '') as { waitingFor?: readonly string[] };
    return waitingFor === undefined || waitingFor.length === 0 ? undefined : waitingFor.join(', ');
  } catch {
    return undefined;
  }
}

/** Words of Kubernetes' scheduler. */
const noVolume = "didn't find available persistent volumes";

async function failure(spec: WaitSpec, message: string, log: LogPlace | undefined): Promise<CcpError> {
  const lines = log === undefined ? [] : await spec.cluster.podLog(spec.namespace, log.pod, log.container, { lines: logLines, previous: log.previous }).catch(() => []);
  return new CcpError('DEPLOY_FAILED', message, {
    where: { object: spec.object },
    evidence: lines.length === 0 || log === undefined ? [] : [`last lines of ${log.pod}/${log.container}:`, ...lines.map((line) => `  ${spec.redact(line)}`)],
    hint: message.includes(noVolume)
      ? 'Every PersistentVolume that would fit is taken. A local cluster offers new ones with ccp up; elsewhere add some, or a default StorageClass that makes them, and run ccp deploy again.'
      : 'Mend the cause and run ccp deploy again; it continues from here.',
  });
}
