import type { Readable } from 'node:stream';
import { connectDocker } from '../docker/index.ts';
import type { RunRequest } from '../engine/contracts.ts';

/** A program of an image that stands for a program on the host. */
export interface CallerRun {
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Beside the caller's folder, which the function is given. */
  readonly mounts?: NonNullable<RunRequest['mounts']> | ((folder: string) => NonNullable<RunRequest['mounts']>);
  readonly signal: AbortSignal;
}

/**
 * Runs a container as if its program were called directly: as the calling user, in the caller's folder (mounted at the
 * same path), on the host's network, with the caller's terminal or pipes. Returns the exit code. Throws what the Docker
 * adapter throws.
 */
export async function runAsCaller({ image, command, env, mounts = [], signal }: CallerRun): Promise<number> {
  const folder = process.cwd();
  const { stdin, stdout, stderr } = process;
  const terminal = stdin.isTTY === true && stdout.isTTY === true;
  if (terminal) stdin.setRawMode(true);
  try {
    return await connectDocker().run({
      image,
      command,
      // The account has no entry, and so no home folder, in the image.
      env: { HOME: '/tmp', ...env },
      // The root folder cannot be mounted into a container.
      mounts: [...(typeof mounts === 'function' ? mounts(folder) : mounts), ...(folder === '/' ? [] : [{ source: folder, target: folder }])],
      user: callingUser(),
      workdir: folder,
      network: 'host',
      stdin,
      stdout,
      stderr,
      ...(terminal ? { tty: { columns: stdout.columns, rows: stdout.rows } } : {}),
      signal,
    });
  } finally {
    if (terminal) stdin.setRawMode(false);
    release(stdin);
  }
}

/** `uid:gid`. */
function callingUser(): string {
  return `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
}

/** A pending read would keep this process alive after the program's end. A file has nothing to wait for. */
function release(stdin: Readable & { unref?: () => unknown }): void {
  stdin.unpipe();
  stdin.pause();
  stdin.unref?.();
}
