import { access } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { CcpError } from '../diagnostics/index.ts';
import type { BootstrapOptions } from '../engine/contracts.ts';
import { proxyVariables } from './host-settings.ts';

/** What sudo would drop, and both apt and mmdebstrap read. Names, because a proxy's address may hold a password. */
const keptVariables = ['DEBIAN_FRONTEND', 'SOURCE_DATE_EPOCH', ...proxyVariables];

/**
 * Words that run a command as root, when this process is root or has a sudo that asks for nothing; undefined when it must
 * do without, which for mmdebstrap means a user namespace.
 */
export type RootWords = readonly string[] | undefined;

type Probe = (words: readonly string[]) => Promise<{ readonly found: boolean; readonly succeeded: boolean }>;

/** What decides how mmdebstrap is installed and run. */
export interface HostFacts {
  readonly uid: number;
  /** Debian, or what descends from it. */
  readonly debian: boolean;
}

/**
 * Makes sure that mmdebstrap is there, and says how it is to be run: on Debian and Ubuntu it is installed, as root or with a
 * sudo that asks for nothing. Throws CcpError PREREQUISITE with the command to run where that is not possible. `facts`
 * default: those of this process and host.
 */
export async function requireMmdebstrap({ events, signal }: Pick<BootstrapOptions, 'events' | 'signal'>, facts?: HostFacts): Promise<RootWords> {
  const { uid, debian } = facts ?? (await hostFacts());
  const { execa } = await import('execa');
  const probe: Probe = async ([file = '', ...args]) => {
    // Detached, as mmdebstrap is run: a password that sudo remembers for the terminal does not hold there.
    const { exitCode, failed } = await execa(file, args, { reject: false, stdin: 'ignore', detached: true, cancelSignal: signal });
    refuseWhenStopped(signal);
    return { found: exitCode !== undefined, succeeded: !failed };
  };
  const root = uid === 0 ? [] : await sudoWords(probe);
  const absent = await absentPrograms(root, probe);
  if (absent.length === 0) return root;
  const packages = ['mmdebstrap', 'debian-archive-keyring', ...(root === undefined ? ['uidmap'] : [])];
  const command = ['apt-get', 'install', '--yes', '--no-install-recommends', ...packages];
  if (!debian || root === undefined) throw missing(absent, debian, command);
  events({ type: 'message', level: 'info', text: `Installing mmdebstrap, which makes the Debian root: ${command.join(' ')}` });
  const run = async (words: readonly string[]): Promise<void> => {
    const [file = '', ...args] = [...root, ...words];
    const result = await execa(file, args, { reject: false, stdin: 'ignore', all: true, cancelSignal: signal, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    refuseWhenStopped(signal);
    if (result.failed) throw missing(absent, true, command, result.all.split('\n').slice(-20));
  };
  await run(['apt-get', '-q', 'update']);
  await run(command);
  return root;
}

async function hostFacts(): Promise<HostFacts> {
  return { uid: userInfo().uid, debian: await access('/etc/debian_version').then(() => true, () => false) };
}

async function sudoWords(probe: Probe): Promise<RootWords> {
  const sudo = ['sudo', '-n', `--preserve-env=${keptVariables.join(',')}`];
  return (await probe([...sudo, 'true'])).succeeded ? sudo : undefined;
}

/** Without root mmdebstrap needs a range of user ids of its own, which newuidmap hands out. */
async function absentPrograms(root: RootWords, probe: Probe): Promise<string[]> {
  const programs = ['mmdebstrap', ...(root === undefined ? ['newuidmap'] : [])];
  const found = await Promise.all(programs.map(async (program) => (await probe([program, '--version'])).found));
  return programs.filter((_, index) => found[index] !== true);
}

function refuseWhenStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new CcpError('INTERRUPTED', 'Stopped: looking for mmdebstrap.');
}

function missing(absent: readonly string[], debian: boolean, command: readonly string[], evidence: readonly string[] = []): CcpError {
  const hint = debian
    ? `Run: sudo ${command.join(' ')}`
    : `Install ${absent.join(' and ')}, or set \`builder.debianReference\` to a Debian image that the engine can pull.`;
  return new CcpError('PREREQUISITE', `The Debian root of all images is made with ${absent.join(' and ')}, which ${absent.length === 1 ? 'is' : 'are'} not installed.`, { hint, evidence });
}
