import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { EngineEvent } from '../definition/index.ts';
import { createReporter, type ReportFormat } from './reporter.ts';
import type { ReportStream } from './stream.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-01-02T03:04:05Z') });
});
afterEach(() => {
  jest.useRealTimers();
});

/** A stream that keeps what is written. */
function memory(terminal: Partial<ReportStream> = {}): { stream: ReportStream; written: string[] } {
  const written: string[] = [];
  const stream = new Writable({ decodeStrings: false, write: (chunk: string, _, done) => (written.push(chunk), done()) });
  return { stream: Object.assign(stream, terminal), written };
}

/** What `format` writes for `events`, and after 31 s more. */
function shownBy(format: ReportFormat, events: readonly EngineEvent[]): string {
  const { stream, written } = memory();
  const reporter = createReporter({ format, stream });
  events.forEach(reporter.events);
  jest.advanceTimersByTime(31_000);
  reporter.close();
  return written.join('');
}

const begun: EngineEvent = { type: 'work-started', kind: 'image', name: 'keystone', title: 'Identity', expectedSeconds: 40 };
const step: EngineEvent = { type: 'work-step', kind: 'image', name: 'keystone', text: 'installing wheels\nmore' };
const done: EngineEvent = { type: 'work-finished', kind: 'image', name: 'keystone', outcome: 'done', seconds: 64.7 };
const failed: EngineEvent = { type: 'work-finished', kind: 'job', name: 'db-sync', outcome: 'failed', seconds: 2, detail: 'access denied\nlong tail' };
const unchanged: EngineEvent = { type: 'work-finished', kind: 'image', name: 'mariadb', outcome: 'unchanged', seconds: 0 };

describe('plain lines', () => {
  test('tell the begin with the usual time, and each end', () => {
    expect(shownBy('plain', [{ type: 'phase', phase: 'build', title: 'Building images' }, begun, step, done, unchanged, failed])).toBe(
      [
        '== Building images',
        '  > image keystone (Identity), usually about 40 s',
        '  ✔ image keystone 1 min 05 s',
        '  = image mariadb unchanged',
        '  ✖ job db-sync failed 2.0 s: access denied',
        '',
      ].join('\n'),
    );
  });

  test('mention running work every 30 s with its step, and nothing that has ended', () => {
    const text = shownBy('plain', [begun, step, { ...begun, name: 'glance' }, { ...done, name: 'glance' }]);
    expect(text.split('\n').filter((line) => line.includes('…'))).toEqual(['  … image keystone 30 s of about 40 s: installing wheels']);
  });

  test('mark warnings', () => {
    expect(shownBy('plain', [{ type: 'message', level: 'warning', text: 'old engine' }, { type: 'message', level: 'info', text: 'hello' }])).toBe('warning: old engine\nhello\n');
  });
});

test('JSON lines are the events with their time', () => {
  const lines = shownBy('json', [begun, done]).trim().split('\n').map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    { time: '2026-01-02T03:04:05.000Z', ...begun },
    { time: '2026-01-02T03:04:05.000Z', ...done },
  ]);
});

describe('on a terminal', () => {
  test('running work has one line each with step and times, cut to the width', () => {
    const { stream, written } = memory({ isTTY: true, columns: 48, rows: 24 });
    const reporter = createReporter({ stream });
    reporter.events(begun);
    reporter.events(step);
    reporter.events({ ...begun, name: 'glance' });
    jest.advanceTimersByTime(5_100);
    const last = stripVTControlCharacters(written.at(-1) ?? '').split('\n');
    expect(last[0]).toMatch(/^ {2}\S image keystone {2}5 s of about 40 s {2}install…$/);
    expect(last[1]).toMatch(/image glance {2}5 s of about 40 s {2}Identity/);
    expect(last[2]).toBe('  2 running, 5.0 s');
    reporter.close();
  });

  test('what has ended stays, without work that had nothing to do', () => {
    const { stream, written } = memory({ isTTY: true, columns: 80, rows: 24 });
    const reporter = createReporter({ stream });
    [begun, unchanged, done, failed].forEach(reporter.events);
    reporter.close();
    const text = stripVTControlCharacters(written.join(''));
    expect(text).toContain('  ✔ image keystone 1 min 05 s\n');
    expect(text).toContain('  ✖ job db-sync failed 2.0 s: access denied\n');
    expect(text).not.toContain('mariadb');
  });

  test('nothing is drawn, and the cursor is left alone, while no work runs', () => {
    const { stream, written } = memory({ isTTY: true, columns: 80, rows: 24 });
    const reporter = createReporter({ stream });
    jest.advanceTimersByTime(1_000);
    reporter.events(begun);
    reporter.events(done);
    const before = written.length;
    jest.advanceTimersByTime(1_000);
    reporter.close();
    expect(written).toHaveLength(before);
    expect(written[0]).toContain('image keystone');
  });

  test('colours are used only where the terminal wants them', () => {
    const escapes = (hasColors: boolean): boolean => {
      const { stream, written } = memory({ isTTY: true, hasColors: () => hasColors });
      const reporter = createReporter({ stream });
      reporter.events(failed);
      reporter.close();
      return written.some((chunk) => chunk.includes('\u001B[31m'));
    };
    expect(escapes(true)).toBe(true);
    expect(escapes(false)).toBe(false);
  });
});

test('a stream that fails does not end the work that is shown', () => {
  const stream = new Writable();
  stream.write = () => {
    throw new Error('closed');
  };
  const reporter = createReporter({ format: 'plain', stream });
  expect(() => reporter.events(done)).not.toThrow();
  reporter.close();
});

describe('how much is shown', () => {
  const events: EngineEvent[] = [begun, step, done, { type: 'message', level: 'info', text: 'hello' }, { type: 'message', level: 'warning', text: 'old engine' }];

  function shown(verbosity: 'quiet' | 'verbose'): { text: string; log: string } {
    const { stream, written } = memory();
    const { stream: log, written: logged } = memory();
    const reporter = createReporter({ stream, verbosity, log });
    events.forEach(reporter.events);
    reporter.close();
    return { text: written.join(''), log: logged.join('') };
  }

  test('quiet: warnings only; the log has all, with every step', () => {
    const { text, log } = shown('quiet');
    expect(text).toBe('warning: old engine\n');
    expect(log).toContain('image keystone: installing wheels');
    expect(log).toContain('✔ image keystone');
  });

  test('verbose: every step has a line, on a terminal too', () => {
    expect(shown('verbose').text).toContain('    image keystone: installing wheels\n');
  });
});
