import type { LiveFilesState, Operation } from 'ccp-core';
import { fernetKey } from '../keys.ts';

/** Name of the staged key: it becomes primary at the next rotation, so every pod knows it before anything is encrypted with it. */
const staged = '0';
/** Note of a rotation that has begun: the key that became primary. */
const rotationNote = 'rotation';
/** Note of when each key became primary on all pods: JSON of ISO 8601 times by key. */
const sinceNote = 'primary-since';

/** Names of the numbered keys, the primary (the highest) last. */
export function numberedKeys({ files }: Pick<LiveFilesState, 'files'>): number[] {
  return Object.keys(files)
    .filter((name) => /^\d+$/.test(name) && name !== staged)
    .map(Number)
    .sort((a, b) => a - b);
}

/** When a key became primary; `made` for keys of which that was not noted. */
export function primarySince({ notes }: Pick<LiveFilesState, 'notes'>, key: number, made: Date): Date {
  const noted = (JSON.parse(notes[sinceNote] ?? '{}') as Record<string, string>)[String(key)];
  return noted === undefined ? made : new Date(noted);
}

/** Keys that a rotation drops so that at most `maxActive` stay, the staged one included: the oldest ones. */
export function droppedKeys(state: Pick<LiveFilesState, 'files'>, maxActive: number): number[] {
  const after = [...numberedKeys(state), nextKey(state)];
  return after.slice(0, Math.max(0, after.length + 1 - Math.max(2, maxActive)));
}

/**
 * One rotation, as `keystone-manage fernet_rotate` does it: the staged key becomes primary, a new one is staged, the oldest are
 * dropped. In one write, so that there is no state between; nothing happens when one has begun.
 */
export function promote(state: LiveFilesState, maxActive: number): LiveFilesState {
  const { [staged]: promoted, ...others } = state.files;
  if (promoted === undefined || state.notes[rotationNote] !== undefined) return state;
  const dropped = droppedKeys(state, maxActive).map(String);
  const kept = Object.entries({ ...others, [nextKey(state)]: promoted }).filter(([name]) => !dropped.includes(name));
  return { files: { ...Object.fromEntries(kept), [staged]: fernetKey() }, notes: { ...state.notes, [rotationNote]: String(nextKey(state)) } };
}

/** Ends a rotation: notes when the new primary key was in force everywhere, and forgets keys that are gone. */
export function finish(state: LiveFilesState, now: Date): LiveFilesState {
  const { [rotationNote]: key, ...notes } = state.notes;
  if (key === undefined) return state;
  const since = { ...(JSON.parse(notes[sinceNote] ?? '{}') as Record<string, string>), [key]: now.toISOString() };
  return { files: state.files, notes: { ...notes, [sinceNote]: JSON.stringify(Object.fromEntries(Object.entries(since).filter(([name]) => name in state.files))) } };
}

/** What differs between the repositories that are rotated. */
export interface Rotation {
  /** Name of the live files. */
  readonly repository: string;
  /** Keys that stay, the staged one included. */
  readonly maxActive: number;
  /** Throws when a key that would be dropped is still needed. Also called again right before the write. */
  allow(state: LiveFilesState & { readonly made: Date }): void;
  /** Runs after all pods show the present keys and before the rotation. */
  before?(): Promise<void>;
  /** Runs after all pods show the new primary key. May run again. */
  after?(): Promise<void>;
}

/**
 * Rotates a key repository while it is in use. At every moment each pod can read what any other pod writes: the key that becomes
 * primary is shown by all of them before. Run again after an interruption it ends the rotation that had begun and begins none.
 */
export async function rotate(operation: Operation, rotation: Rotation): Promise<void> {
  const keys = operation.liveFiles(rotation.repository);
  const first = await keys.read();
  if (first.notes[rotationNote] === undefined) {
    rotation.allow(first);
    await keys.change((now) => (staged in now.files ? now : { ...now, files: { ...now.files, [staged]: fernetKey() } }));
    operation.say('waiting until every pod shows the staged key');
    const pods = await keys.shown();
    operation.say(`shown by ${pods.join(', ') || 'no pod: none runs'}`);
    await rotation.before?.();
    await keys.change((now) => {
      rotation.allow({ ...now, made: first.made });
      return promote(now, rotation.maxActive);
    });
  } else operation.say('continuing a rotation that was interrupted');
  const { notes } = await keys.read();
  operation.say(`key ${notes[rotationNote] ?? ''} is primary; waiting until every pod shows it`);
  const pods = await keys.shown();
  await rotation.after?.();
  const ended = await keys.change((now) => finish(now, operation.now()));
  operation.say(`done on ${pods.length} pods; keys: 0 (staged), ${numberedKeys(ended).join(', ')} (primary)`);
}

function nextKey(state: Pick<LiveFilesState, 'files'>): number {
  return (numberedKeys(state).at(-1) ?? 0) + 1;
}
