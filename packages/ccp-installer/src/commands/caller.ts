// eslint-disable-next-line no-restricted-imports -- a command that passes everything through is the caller's terminal
import { cwd, getgid, getuid, stderr, stdin, stdout } from 'node:process';

/** Who called, from where, and the streams of the terminal or pipe. */
export interface Caller {
  readonly folder: string;
  /** `uid:gid`. */
  readonly user: string;
  readonly streams: CallerStreams;
}

/** Standard streams of the process. */
export interface CallerStreams {
  readonly stdin: typeof stdin;
  readonly stdout: typeof stdout;
  readonly stderr: typeof stderr;
}

/** Reads the caller from the process. */
export function callerStreams(): Caller {
  return { folder: cwd(), user: `${getuid?.() ?? 0}:${getgid?.() ?? 0}`, streams: { stdin, stdout, stderr } };
}

/** Runs `work` with the terminal in raw mode when there is one on both sides, and gives it back as it was. */
export async function withRawTerminal<T>(streams: CallerStreams, work: (terminal: { tty?: { columns: number; rows: number } }) => Promise<T>): Promise<T> {
  const { stdin: input, stdout: output } = streams;
  const isTerminal = input.isTTY === true && output.isTTY === true;
  if (isTerminal) input.setRawMode(true);
  try {
    return await work(isTerminal ? { tty: { columns: output.columns, rows: output.rows } } : {});
  } finally {
    if (isTerminal) input.setRawMode(false);
    // A pending read would keep the process alive; a file, unlike a terminal or pipe, has no unref.
    input.pause();
    if ('unref' in input) input.unref();
  }
}
