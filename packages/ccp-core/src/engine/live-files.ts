import { createHash } from 'node:crypto';
import type { LiveFilesHandle, LiveFilesSpec, LiveFilesState } from '../definition/index.ts';
import { CcpError } from '../diagnostics/index.ts';
import { workloadLabel } from '../render/index.ts';
import type { ClusterApi, ClusterView, LiveObject } from './cluster-contract.ts';
import { refuseWhenStopped } from './interruption.ts';

/** The kubelet looks at mounted Secrets about once a minute, and at once when its pod is changed. */
const shownLimitSeconds = 180;
/** Milliseconds between two questions to pods. */
const askAgainMs = 1000;
const notePrefix = 'ccp.io/note-';
/** Annotation of pods that makes the kubelet look at their mounts now. */
const nudgeAnnotation = 'ccp.io/live-files';

/** Which live files of which service. */
export interface LiveFilesPlace {
  readonly cluster: ClusterApi;
  readonly view: ClusterView;
  readonly namespace: string;
  readonly service: string;
  /** Name of the Secret. */
  readonly secret: string;
  readonly spec: LiveFilesSpec;
  readonly signal: AbortSignal;
  /** Called when what is waited for changes. */
  onWait(text: string): void;
}

/** Live files of a service that can be changed in place; see {@link LiveFilesHandle}. */
export function liveFilesOf(place: LiveFilesPlace): LiveFilesHandle {
  return {
    read: async () => {
      const live = await requireSecret(place);
      return { ...stateOf(live), made: new Date((live.metadata as { creationTimestamp?: string }).creationTimestamp ?? 0) };
    },
    change: async (next) => {
      for (;;) {
        const live = await requireSecret(place);
        const written = next(stateOf(live));
        refuseWhenStopped(place.signal, `changing ${place.secret}`);
        if (await place.cluster.replace(withState(live, written))) return written;
      }
    },
    shown: () => waitUntilShown(place),
  };
}

async function requireSecret({ cluster, namespace, secret }: LiveFilesPlace): Promise<LiveObject> {
  const live = await cluster.get({ apiVersion: 'v1', kind: 'Secret', metadata: { name: secret, namespace } });
  if (live === undefined) throw new CcpError('NOT_DEPLOYED', `Secret ${secret} has not been made yet`, { hint: 'Run ccp deploy.' });
  return live;
}

function stateOf(live: LiveObject): LiveFilesState {
  const data = Object.entries((live['data'] ?? {}) as Record<string, string>);
  const notes = Object.entries(live.metadata.annotations ?? {}).filter(([key]) => key.startsWith(notePrefix));
  return {
    files: Object.fromEntries(data.map(([name, text]) => [name, Buffer.from(text, 'base64').toString()])),
    notes: Object.fromEntries(notes.map(([key, text]) => [key.slice(notePrefix.length), text])),
  };
}

function withState(live: LiveObject, { files, notes }: LiveFilesState): LiveObject {
  const others = Object.entries(live.metadata.annotations ?? {}).filter(([key]) => !key.startsWith(notePrefix));
  const own = Object.entries(notes).map(([key, text]) => [`${notePrefix}${key}`, text] as const);
  return {
    ...live,
    metadata: { ...live.metadata, annotations: Object.fromEntries([...others, ...own]) },
    data: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text).toString('base64')])),
  };
}

/**
 * Asks the pods themselves, by the digests of the files that their containers see: neither the kubelet nor the API tells when a
 * mounted Secret is refreshed. A pod that is not placed yet will mount what is there now; one that has ended reads nothing.
 */
async function waitUntilShown(place: LiveFilesPlace): Promise<readonly string[]> {
  const end = performance.now() + shownLimitSeconds * 1000;
  const wanted = digests(stateOf(await requireSecret(place)).files);
  const nudged = new Set<string>();
  for (;;) {
    refuseWhenStopped(place.signal, `waiting for pods to show ${place.secret}`);
    const pods = podsOf(place);
    const late = (await Promise.all(pods.map(async (pod) => ((await shownBy(place, pod)) === wanted ? [] : [pod])))).flat();
    if (late.length === 0) return pods;
    place.onWait(`${pods.length - late.length} of ${pods.length} pods show ${place.secret}`);
    for (const pod of late) if (!nudged.has(pod) && (await nudge(place, pod, wanted))) nudged.add(pod);
    if (performance.now() > end) throw notShown(place, late);
    await place.view.changed(askAgainMs, place.signal);
  }
}

function podsOf({ view, service }: LiveFilesPlace): string[] {
  return view
    .pods()
    .filter(({ metadata, spec, status }) => metadata?.labels?.[workloadLabel] === service && metadata.deletionTimestamp === undefined && spec?.nodeName !== undefined && !['Succeeded', 'Failed'].includes(status?.phase ?? ''))
    .map(({ metadata }) => metadata?.name ?? '')
    .sort();
}

/** One line per file as `sha256sum` prints it, by name; a digest tells nothing of a random key. */
function digests(files: Readonly<Record<string, string>>): string {
  const lines = Object.entries(files).map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}`);
  return lines.sort(byName).join('\n');
}

function byName(a: string, b: string): number {
  const [left = '', right = ''] = [a, b].map((line) => line.slice(66));
  return left < right ? -1 : 1;
}

async function shownBy({ cluster, namespace, service, spec }: LiveFilesPlace, pod: string): Promise<string> {
  const { exitCode, stdout } = await cluster.exec(namespace, pod, service, ['/bin/sh', '-c', `cd '${spec.path}' && sha256sum -- *`]);
  return exitCode === 0 ? stdout.trim().split('\n').sort(byName).join('\n') : '';
}

/**
 * A changed annotation makes the kubelet look at the pod's mounts now instead of within a minute. It is only faster, so faults do
 * not count: false when it is to be tried again.
 */
async function nudge({ cluster, namespace }: LiveFilesPlace, pod: string, wanted: string): Promise<boolean> {
  try {
    const live = await cluster.get({ apiVersion: 'v1', kind: 'Pod', metadata: { name: pod, namespace } });
    if (live === undefined) return true;
    const annotations = { ...live.metadata.annotations, [nudgeAnnotation]: createHash('sha256').update(wanted).digest('hex').slice(0, 10) };
    return await cluster.replace({ ...live, metadata: { ...live.metadata, annotations } });
  } catch {
    return false;
  }
}

function notShown({ secret, service }: LiveFilesPlace, late: readonly string[]): CcpError {
  return new CcpError('ACTION_FAILED', `${late.length} pods of ${service} do not show ${secret} after ${shownLimitSeconds} s: ${late.join(', ')}`, {
    where: { object: `Secret ${secret}` },
    hint: 'See ccp status and ccp logs; mend or delete these pods, then run the action again: it continues.',
  });
}
