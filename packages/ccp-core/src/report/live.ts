import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { EngineEvent, Outcome } from '../definition/index.ts';
import { WorkBoard, type RunningWork } from './running-work.ts';
import type { Reporter, ReportStream } from './stream.ts';
import { countsText, elapsed, finishedText, marks, oneLine } from './wording.ts';

const frameMilliseconds = 120;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const colors = { done: 'green', unchanged: 'gray', failed: 'red', skipped: 'yellow' } as const satisfies Record<Outcome, string>;

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/**
 * For terminals: what has ended scrolls by, below it one line per running piece of work with its step and times, and
 * the counts. Work that found nothing to do is only counted.
 */
export function createLiveReporter(stream: ReportStream): Reporter {
  const board = new WorkBoard();
  // The stream decides about colours: it knows the terminal and NO_COLOR.
  const paint: Paint = (style, text) => (stream.hasColors?.() === true ? styleText(style, text, { validateStream: false }) : text);
  const update = createLogUpdate(stream as NodeJS.WriteStream);
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => update(picture(board, stream, paint));
  // Only while something runs: a program that has the terminal to itself must not be drawn over.
  const redraw = (): void => {
    if (board.running.length === 0) {
      clearInterval(timer);
      timer = undefined;
      update.done();
    } else {
      timer ??= setInterval(draw, frameMilliseconds).unref();
      draw();
    }
  };
  return {
    events: (event) => {
      board.learn(event);
      const text = lineOf(event, paint);
      if (timer !== undefined) update.clear();
      if (text !== undefined) stream.write(`${text}\n`);
      redraw();
    },
    close: () => {
      clearInterval(timer);
      if (timer === undefined) return;
      update.clear();
      update.done();
    },
  };
}

/** What stays on the screen. */
function lineOf(event: EngineEvent, paint: Paint): string | undefined {
  switch (event.type) {
    case 'phase':
      return paint('bold', event.title);
    case 'work-finished':
      return event.outcome === 'unchanged' ? undefined : `  ${paint(colors[event.outcome], marks[event.outcome])} ${finishedText(event)}`;
    case 'message':
      return event.level === 'warning' ? `${paint('yellow', 'warning:')} ${event.text}` : event.text;
    case 'work-started':
    case 'work-step':
      return undefined;
  }
}

function picture(board: WorkBoard, { columns = 80, rows = 24 }: ReportStream, paint: Paint): string {
  const frame = frames[Math.floor(performance.now() / frameMilliseconds) % frames.length] ?? '';
  const fitting = board.running.slice(0, Math.max(1, rows - 3));
  return [...fitting.map((work) => `  ${paint('cyan', frame)} ${runningText(work, columns - 5)}`), paint('gray', `  ${countsText(board)}`)].join('\n');
}

/** Cut to the terminal's width: a wrapped line would shift all others. */
function runningText(work: RunningWork, width: number): string {
  const doing = work.step === '' ? (work.title ?? '') : oneLine(work.step);
  const text = `${work.kind} ${work.name}  ${elapsed(work)}${doing === '' ? '' : `  ${doing}`}`;
  return text.length > width ? `${text.slice(0, Math.max(1, width - 1))}…` : text;
}
