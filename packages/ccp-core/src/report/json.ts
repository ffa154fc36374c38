import type { Reporter, ReportStream } from './stream.ts';

/** One JSON object per event and line: the event with `time` (ISO 8601, UTC) before it. */
export function createJsonReporter(stream: ReportStream): Reporter {
  return {
    events: (event) => void stream.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`),
    close: () => undefined,
  };
}
