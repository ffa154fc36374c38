import type { Writable } from 'node:stream';
import type { EventSink } from '../definition/index.ts';

/** A stream to show progress on; the extra properties are those of a terminal. */
export type ReportStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Knows NO_COLOR and FORCE_COLOR. */
  hasColors?(): boolean;
};

/** Shows what the engine tells. */
export interface Reporter {
  readonly events: EventSink;
  /** Leaves the stream in order: the cursor visible, no half-drawn line. */
  close(): void;
}
