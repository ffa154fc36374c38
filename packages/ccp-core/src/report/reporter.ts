import type { EventSink } from '../definition/index.ts';
import { createJsonReporter } from './json.ts';
import { createLiveReporter } from './live.ts';
import { createPlainReporter } from './plain.ts';
import type { Reporter, ReportStream } from './stream.ts';

/** `live`: redrawn in place on a terminal; `plain`: lines only; `json`: one event per line. */
export type ReportFormat = 'live' | 'plain' | 'json';

/** Options of {@link createReporter}. */
export interface ReporterOptions {
  /** Default: `live` when the stream is a terminal, else `plain`. */
  readonly format?: ReportFormat | undefined;
  /** Where progress goes; stderr, because stdout is for results. */
  readonly stream: ReportStream;
}

/** Shows events on a stream until it is closed. Its timers never keep the process alive. */
export function createReporter({ format, stream }: ReporterOptions): Reporter {
  const reporter = reporterOf(format ?? (stream.isTTY === true ? 'live' : 'plain'), stream);
  return { ...reporter, events: undisturbed(reporter.events) };
}

function reporterOf(format: ReportFormat, stream: ReportStream): Reporter {
  switch (format) {
    case 'live':
      return createLiveReporter(stream);
    case 'plain':
      return createPlainReporter(stream);
    case 'json':
      return createJsonReporter(stream);
  }
}

/** A fault of the display must not end the work that it shows. */
function undisturbed(events: EventSink): EventSink {
  return (event) => {
    try {
      events(event);
    } catch {
      // For example a closed pipe: there is nobody left to tell.
    }
  };
}
