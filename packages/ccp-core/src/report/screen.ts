import { createLogUpdate } from 'log-update';
import type { ReportStream } from './stream.ts';

/** Shows a text that changes. */
export interface Screen {
  show(text: string): void;
  /** Leaves the last text and the cursor in order. */
  close(): void;
}

/** On a terminal a text takes the place of the one before; elsewhere each that differs is written behind it. */
export function createScreen(stream: ReportStream): Screen {
  if (stream.isTTY === true) {
    const update = createLogUpdate(stream as NodeJS.WriteStream);
    return { show: (text) => update(text.trimEnd()), close: () => update.done() };
  }
  let last: string | undefined;
  return {
    show: (text) => {
      if (text !== last) stream.write(text);
      last = text;
    },
    close: () => undefined,
  };
}
