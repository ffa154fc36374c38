import type { EventSink } from '../definition/index.ts';
import { createJsonReporter } from './json.ts';
import { createLiveReporter } from './live.ts';
import { createPlainReporter } from './plain.ts';
import type { Reporter, ReportStream } from './stream.ts';

/** `live`: redrawn in place on a terminal; `plain`: lines only; `json`: one event per line. */
export type ReportFormat = 'live' | 'plain' | 'json';

/** `quiet`: warnings only; `verbose`: every step, too. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** Options of {@link createReporter}. */
export interface ReporterOptions {
  /** Default: `live` when the stream is a terminal and steps are not wanted, else `plain`. */
  readonly format?: ReportFormat | undefined;
  /** Default: `normal`. */
  readonly verbosity?: Verbosity;
  /** Gets everything as plain lines with every step, whatever is shown. */
  readonly log?: ReportStream | undefined;
  /** Where progress goes; stderr, because stdout is for results. */
  readonly stream: ReportStream;
}

/** Shows events on a stream until it is closed. Its timers never keep the process alive. */
export function createReporter({ format, stream, verbosity = 'normal', log }: ReporterOptions): Reporter {
  const live = stream.isTTY === true && verbosity !== 'verbose';
  const shown = reporterOf(format ?? (live ? 'live' : 'plain'), stream, verbosity === 'verbose');
  const reporters = [verbosity === 'quiet' ? quiet(shown) : shown, ...(log === undefined ? [] : [createPlainReporter(log, { steps: true })])];
  const sinks = reporters.map((reporter) => undisturbed(reporter.events));
  return {
    events: (event) => sinks.forEach((sink) => sink(event)),
    close: () => reporters.forEach((reporter) => reporter.close()),
  };
}

/** Only what somebody should look at. */
function quiet(reporter: Reporter): Reporter {
  return {
    ...reporter,
    events: (event) => {
      if (event.type === 'message' && event.level === 'warning') reporter.events(event);
    },
  };
}

function reporterOf(format: ReportFormat, stream: ReportStream, steps: boolean): Reporter {
  switch (format) {
    case 'live':
      return createLiveReporter(stream);
    case 'plain':
      return createPlainReporter(stream, { steps });
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
