import { actionLabel, serviceLabels, type Owner } from '../render/index.ts';
import { identityOfRun, type ActionRun, type RunState } from './action-run.ts';
import type { ClusterApi, LiveObject, ObjectRef } from './cluster-contract.ts';

/** Lines of its log that a record keeps; an object of Kubernetes holds at most 1 MiB. */
const keptLines = 1000;
/** Seconds without a renewal after which the process that carried a run out is taken for gone, whatever the clocks say. */
const silentSeconds = 60;

/** What the record of an operation holds, besides its log. */
interface RecordData {
  readonly state: Extract<RunState, 'running' | 'succeeded' | 'failed'>;
  readonly reason: string;
  readonly started: string;
  readonly ended?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Identity of the lease under which it is carried out. */
  readonly holder: string;
}

/** The start of a run that ccp carries out itself. */
export interface RecordStart {
  readonly owner: Owner;
  readonly run: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly holder: string;
}

/** Keeps the record of a run up to date: a ConfigMap, so that status and log work as for a Job. */
export interface RunRecord {
  /** Adds a line to the log. Never fails and never blocks: what cannot be written now is written at the next line. */
  say(line: string): void;
  /** Writes the end. Throws what the cluster throws. */
  end(state: 'succeeded' | 'failed', reason: string): Promise<void>;
}

/** Creates the record of a run that begins now. */
export async function startRecord(cluster: ClusterApi, { owner, run, action, parameters, holder }: RecordStart): Promise<RunRecord> {
  const ref = recordRef(owner.namespace, run);
  const lines: string[] = [];
  let data: RecordData = { state: 'running', reason: '', started: new Date().toISOString(), parameters, holder };
  const content = (): Record<string, string> => ({ record: JSON.stringify(data), log: lines.slice(-keptLines).join('\n') });
  const write = async (): Promise<void> => {
    for (;;) {
      const live = await cluster.get(ref);
      if (live === undefined || (await cluster.replace({ ...live, data: content() }))) return;
    }
  };
  await cluster.create({ ...ref, metadata: { ...ref.metadata, labels: { ...serviceLabels(owner), [actionLabel]: action } }, data: content() });
  let writing: Promise<void> = Promise.resolve();
  return {
    say: (line) => {
      lines.push(line);
      data = { ...data, reason: line };
      writing = writing.then(write).catch(() => undefined);
    },
    end: async (state, reason) => {
      data = { ...data, state, reason, ended: new Date().toISOString() };
      await writing;
      await write();
    },
  };
}

/** Reads a record as a run. `lease`: that of the environment, which tells whether the run is still carried out. */
export function recordRun({ metadata, data }: LiveObject, lease: LiveObject | undefined): ActionRun & { readonly log: readonly string[] } {
  const { record = '{}', log = '' } = (data ?? {}) as { record?: string; log?: string };
  const { holder, ...said } = { ...unreadable, ...(JSON.parse(record) as Partial<RecordData>) };
  const end = said.state === 'running' && !isHeld(lease, holder) ? lost(holder) : {};
  return { ...identityOfRun(metadata), ended: undefined, failures: 0, ...said, ...end, log: log === '' ? [] : log.split('\n') };
}

/** What stands for a record that somebody emptied. */
const unreadable: RecordData = { state: 'failed', reason: 'its record cannot be read', started: '', parameters: {}, holder: '' };

function lost(holder: string): Pick<ActionRun, 'state' | 'reason'> {
  const [host = '', pid = ''] = holder.split(':');
  return { state: 'failed', reason: `ccp ended in the middle (process ${pid} on ${host}); run the action again, it continues` };
}

function recordRef(namespace: string, run: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: run, namespace } };
}

function isHeld(lease: LiveObject | undefined, holder: string): boolean {
  const { holderIdentity, renewTime } = (lease?.['spec'] ?? {}) as { holderIdentity?: string; renewTime?: string };
  return holderIdentity === holder && renewTime !== undefined && Date.now() - Date.parse(renewTime) < silentSeconds * 1000;
}
