import type { EngineEvent, Outcome } from '../definition/index.ts';
import type { RunningWork, WorkBoard } from './running-work.ts';

/** Seconds for people: `0.4 s`, `12 s`, `3 min 05 s`. */
export function seconds(value: number): string {
  if (value < 9.95) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** `12 s of about 30 s`; only the first part when nothing is expected. */
export function elapsed(work: RunningWork): string {
  const expected = work.expectedSeconds === undefined ? '' : ` of about ${seconds(Math.max(1, Math.round(work.expectedSeconds)))}`;
  return `${seconds(Math.floor((performance.now() - work.began) / 1000))}${expected}`.replaceAll('.0 s', ' s');
}

/** How an outcome is marked at the begin of a line. */
export const marks: Readonly<Record<Outcome, string>> = { done: '✔', unchanged: '=', failed: '✖', skipped: '-' };

/** `image keystone 12 s: reason`. */
export function finishedText(event: EngineEvent & { readonly type: 'work-finished' }): string {
  const detail = event.detail === undefined || event.detail === '' ? '' : `: ${oneLine(event.detail)}`;
  const outcome = event.outcome === 'done' ? '' : ` ${event.outcome}`;
  const time = event.outcome === 'skipped' || event.outcome === 'unchanged' ? '' : ` ${seconds(event.seconds)}`;
  return `${event.kind} ${event.name}${outcome}${time}${detail}`;
}

/** `image keystone (The identity service), usually about 30 s`. */
export function startedText({ kind, name, title, expectedSeconds }: EngineEvent & { readonly type: 'work-started' }): string {
  const usual = expectedSeconds === undefined ? '' : `, usually about ${seconds(Math.max(1, Math.round(expectedSeconds))).replace('.0 s', ' s')}`;
  return `${kind} ${name}${title === undefined ? '' : ` (${title})`}${usual}`;
}

/** `3 done, 1 failed, 2 running, 1 min 05 s`. */
export function countsText({ counts, running, began }: WorkBoard): string {
  const parts = Object.entries(counts).flatMap(([outcome, count]) => (count === 0 ? [] : [`${count} ${outcome}`]));
  return [...parts, `${running.length} running`, seconds((performance.now() - began) / 1000)].join(', ');
}

/** The first line of a text; further ones belong into logs and errors. */
export function oneLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
