import { access } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { CcpError } from '../diagnostics/index.ts';
import type { BootstrapOptions } from '../engine/contracts.ts';

const packages = ['mmdebstrap', 'debian-archive-keyring'];

/**
 * Makes sure that mmdebstrap is there: on Debian and Ubuntu it is installed, as root or with a sudo that asks for nothing.
 * Throws CcpError PREREQUISITE with the command to run where that is not possible.
 */
export async function requireMmdebstrap({ events, signal }: BootstrapOptions): Promise<void> {
  const { execa } = await import('execa');
  const works = async (file: string, args: readonly string[]): Promise<boolean> =>
    !(await execa(file, args, { reject: false, stdin: 'ignore', cancelSignal: signal })).failed;
  if (await works('mmdebstrap', ['--version'])) return;
  const command = ['apt-get', 'install', '--yes', '--no-install-recommends', ...packages];
  const debian = await access('/etc/debian_version').then(() => true, () => false);
  const prefix = userInfo().uid === 0 ? [] : ['sudo', '-n'];
  if (!debian || (prefix.length > 0 && !(await works('sudo', ['-n', 'true'])))) throw missing(debian, command);
  events({ type: 'message', level: 'info', text: `Installing mmdebstrap, which makes the Debian root: ${command.join(' ')}` });
  const run = async (words: readonly string[]): Promise<void> => {
    const [file = '', ...args] = [...prefix, ...words];
    const result = await execa(file, args, { reject: false, stdin: 'ignore', all: true, cancelSignal: signal, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (result.failed) throw missing(true, command, result.all.split('\n').slice(-20));
  };
  await run(['apt-get', '-q', 'update']);
  await run(command);
}

function missing(debian: boolean, command: readonly string[], evidence: readonly string[] = []): CcpError {
  const hint = debian
    ? `Run: sudo ${command.join(' ')}`
    : 'Install mmdebstrap, or set `builder.debianReference` to a Debian image that the engine can pull.';
  return new CcpError('PREREQUISITE', 'mmdebstrap is needed to make the Debian root of all images, and is not installed.', { hint, evidence });
}
