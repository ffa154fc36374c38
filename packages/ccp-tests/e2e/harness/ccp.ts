import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Root of the workspace. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** Configuration of the tests' environment. */
export const config = fileURLToPath(new URL('../../ccp.yaml', import.meta.url));
/** The line of a configuration that keeps an environment to what Keystone needs: the whole cloud takes ten times as long. */
export const components = 'components: [ccp-debian-base, ccp-openstack-base, ccp-entrypoint, ccp-mariadb, ccp-memcached, ccp-keystone, ccp-installer]\n';
/** State folder of the tests' environment. */
export const stateDirectory = `${root}.ccp/e2e`;
const program = `${root}packages/ccp-core/bin/ccp.js`;

/** How a call of ccp ended. */
export interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Options of {@link ccp}. */
export interface CcpOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Configuration file. Default: that of the tests' environment. */
  readonly config?: string;
  /** Folder of the environment. Default: the workspace. */
  readonly directory?: string;
}

/** Runs the built command line to its end; never throws for an exit code. */
export async function ccp(args: readonly string[], options: CcpOptions = {}): Promise<Result> {
  const { ended } = start(args, options);
  return ended;
}

/** Starts the built command line; for tests that send signals. */
export function start(args: readonly string[], options: CcpOptions = {}): { readonly child: ChildProcess; readonly ended: Promise<Result> } {
  const began = performance.now();
  const words = [program, '--config', options.config ?? config, '--format', 'plain', ...args];
  const child = spawn(process.execPath, words, { cwd: options.directory ?? root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([, stdout, stderr]): Result => ({ exitCode: child.exitCode ?? -1, stdout: stdout.trimEnd(), stderr: stderr.trimEnd(), seconds: (performance.now() - began) / 1000 }),
  );
  return { child, ended };
}

/** Runs ccp and parses the JSON on its stdout; throws with its stderr when it did not exit with `exit`. */
export async function ccpJson<T>(args: readonly string[], exit = 0, options: CcpOptions = {}): Promise<T> {
  const result = await ccp(args, options);
  if (result.exitCode !== exit) throw new Error(`ccp ${args.join(' ')} ended with ${result.exitCode}:\n${result.stderr}\n${result.stdout}`);
  return JSON.parse(result.stdout) as T;
}

/** Runs kubectl of the environment and returns its stdout; throws when it fails. */
export async function kubectl(...args: string[]): Promise<string> {
  const result = await ccp(['kubectl', ...args]);
  if (result.exitCode !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${result.exitCode}: ${result.stderr}`);
  return result.stdout;
}
