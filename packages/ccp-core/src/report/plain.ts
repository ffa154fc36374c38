import { WorkBoard } from './running-work.ts';
import type { Reporter, ReportStream } from './stream.ts';
import { elapsed, finishedText, marks, oneLine, startedText } from './wording.ts';
import type { EngineEvent } from '../definition/index.ts';

/** How often running work is mentioned, so that a log of a long step does not look dead. */
const heartbeatMilliseconds = 30_000;

/** Options of {@link createPlainReporter}. */
export interface PlainOptions {
  /** Every step gets a line, too. Default: false. */
  readonly steps?: boolean;
}

/** Lines for logs and pipes: begin and end of each piece of work, and every 30 s what is still running. */
export function createPlainReporter(stream: ReportStream, { steps = false }: PlainOptions = {}): Reporter {
  const board = new WorkBoard();
  const line = (text: string): void => void stream.write(`${text}\n`);
  const heartbeat = setInterval(() => {
    for (const work of board.running) line(`  … ${work.kind} ${work.name} ${elapsed(work)}${work.step === '' ? '' : `: ${oneLine(work.step)}`}`);
  }, heartbeatMilliseconds);
  heartbeat.unref();
  return {
    events: (event) => {
      board.learn(event);
      const text = lineOf(event, steps);
      if (text !== undefined) line(text);
    },
    close: () => clearInterval(heartbeat),
  };
}

/** Without `steps` these have no line of their own: they come with the heartbeat. */
function lineOf(event: EngineEvent, steps: boolean): string | undefined {
  switch (event.type) {
    case 'phase':
      return `== ${event.title}`;
    case 'work-started':
      return `  > ${startedText(event)}`;
    case 'work-finished':
      return `  ${marks[event.outcome]} ${finishedText(event)}`;
    case 'message':
      return event.level === 'warning' ? `warning: ${event.text}` : event.text;
    case 'work-step':
      return steps ? `    ${event.kind} ${event.name}: ${oneLine(event.text)}` : undefined;
  }
}
