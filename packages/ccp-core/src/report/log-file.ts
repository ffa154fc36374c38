import { closeSync, openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { CcpError } from '../diagnostics/index.ts';

/** A file that keeps what is shown, line by line with the time before each. */
export interface LogFile {
  readonly stream: Writable;
  close(): void;
}

/** Opens a log file for appending (mode 0600 when it is new). Throws USAGE when that does not work. */
export function openLogFile(file: string): LogFile {
  const descriptor = opened(file);
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      // At once: what was told last before a crash is what one looks for.
      writeSync(descriptor, chunk.trimEnd().split('\n').map((line) => `${new Date().toISOString()} ${line}\n`).join(''));
      done();
    },
  });
  return { stream, close: () => closeSync(descriptor) };
}

function opened(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (cause) {
    throw new CcpError('USAGE', `cannot write the log file: ${(cause as Error).message}`, { where: { file }, hint: 'Give a file in a folder that exists and that you may write.', cause });
  }
}
