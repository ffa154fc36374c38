import { CcpError } from '../diagnostics/index.ts';
import type { Environment } from './host-settings.ts';

/** Lines of git's messages that are kept as evidence. */
const keptLines = 8;

/** How a call of git ended. */
export interface GitOutcome {
  readonly ok: boolean;
  readonly stdout: Buffer;
  /** Its messages, the last lines. */
  readonly lines: readonly string[];
}

/** Options of {@link runGit}. */
export interface GitOptions {
  readonly env: Environment;
  /** Default: never ended. */
  readonly signal?: AbortSignal;
  readonly cwd?: string;
}

/**
 * Runs git, without a terminal to ask at and away from the repository that the caller may stand in. Throws CcpError PREREQUISITE
 * when there is no git, INTERRUPTED when the signal ended it.
 */
export async function runGit(args: readonly string[], { env, signal, cwd }: GitOptions): Promise<GitOutcome> {
  const { execa } = await import('execa');
  const result = await execa('git', ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=60', '-c', 'gc.autoDetach=false', ...args], {
    env: gitEnvironment(env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    encoding: 'buffer',
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { cancelSignal: signal, forceKillAfterDelay: 5000 }),
  });
  if (signal?.aborted === true) throw new CcpError('INTERRUPTED', 'getting a source was stopped', { hint: 'Run the command again.' });
  if (result.code === 'ENOENT') throw new CcpError('PREREQUISITE', 'git is not installed, and sources and patches need it', { hint: 'Install it, for example with apt-get install git.' });
  const lines = Buffer.from(result.stderr).toString('utf8').split('\n').filter((line) => line.trim() !== '');
  return { ok: !result.failed, stdout: Buffer.from(result.stdout), lines: lines.slice(-keptLines) };
}

/**
 * The caller's, without what points git to a repository, and with English messages and nobody to answer questions. ssh asks at
 * the terminal whatever its stdin is, and an own ssh command of the caller need not have BatchMode: it is made to ask a program that gives no answer.
 */
function gitEnvironment(env: Environment): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) => (value === undefined || /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|NAMESPACE|PREFIX)$/.test(name) ? [] : [[name, value] as const]));
  return { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes', ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS: 'false', SSH_ASKPASS_REQUIRE: 'force' };
}

/** Text without the last line end. */
export function textOf({ stdout }: GitOutcome): string {
  return stdout.toString('utf8').trimEnd();
}
