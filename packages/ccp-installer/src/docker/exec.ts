import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { CcpError } from 'ccp-core';
import type Docker from 'dockerode';
import { interrupted, stopIfAborted } from '../interrupted.ts';

/** How a command in a container ended. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link execIn}. */
export interface ExecOptions {
  readonly signal: AbortSignal;
  /** What the command reads. Default: nothing. */
  readonly stdin?: string | Readable;
}

/** Runs a command in a running container, as root. Throws INTERRUPTED when `signal` is aborted. */
export async function execIn(docker: Docker, container: string, command: readonly string[], options: ExecOptions): Promise<ExecResult> {
  stopIfAborted(options.signal);
  const exec = await docker.getContainer(container).exec({
    Cmd: [...command],
    AttachStdin: options.stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: options.stdin !== undefined });
  const stop = (): unknown => stream.destroy(interrupted());
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    const out = new PassThrough();
    const err = new PassThrough();
    docker.modem.demuxStream(stream, out, err);
    stream.once('end', () => void (out.end(), err.end()));
    stream.once('error', (fault) => void (out.destroy(fault), err.destroy(fault)));
    const written = options.stdin === undefined ? undefined : pipeline(Readable.from(options.stdin), stream, { end: true });
    const [stdout, stderr] = await Promise.all([text(out), text(err), written?.catch(ignoreClosedInput)]);
    const { ExitCode } = await exec.inspect();
    return { exitCode: ExitCode ?? 1, stdout, stderr };
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
}

/** As {@link execIn}, and throws CLUSTER_FAILED with the pasteable command and its last lines when it does not end with 0. */
export async function execOrFail(docker: Docker, container: string, command: readonly string[], options: ExecOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await execIn(docker, container, command, options);
  if (exitCode === 0) return stdout;
  throw new CcpError('CLUSTER_FAILED', `A command in ${container} ended with exit code ${exitCode}.`, {
    where: { object: `container ${container}` },
    evidence: [`$ docker exec ${container} ${command.map(quote).join(' ')}`, ...lastLines(`${stdout}\n${stderr}`, 40)],
    hint: 'Run the command again; what was half made is made anew.',
  });
}

/** The last `count` lines that are not empty. */
export function lastLines(output: string, count: number): string[] {
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-count);
}

/** A word as a POSIX shell takes it. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command that ends before it has read everything closes its input; its exit code tells the rest. */
function ignoreClosedInput(fault: NodeJS.ErrnoException): void {
  if (fault.code !== 'EPIPE' && fault.code !== 'ECONNRESET' && fault.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
}
