import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { CcpError } from '../diagnostics/index.ts';
import { hostSettingsTarget, sourceDateEpoch, type BootstrapOptions, type RootRecipe } from '../engine/contracts.ts';
import { releaseLines } from './apt-sources.ts';
import { hostAptOptions } from './host-apt.ts';
import { debianMirrorsFor, type Mirrors } from './mirrors.ts';
import { requireMmdebstrap, type RootWords } from './mmdebstrap-install.ts';

/** How many lines of the tool's output are shown when it fails. */
const keptLines = 20;

/** Milliseconds that mmdebstrap gets to remove what it made before it is killed. */
const patience = 10_000;

/** Where the options of the host's apt stand in a root while it is made. */
const hostOptions = 'etc/apt/apt.conf.d/99ccp-host';

const withoutRoot = 'Without root and sudo mmdebstrap needs a user namespace: `sudo apt-get install uidmap`, and a range for this user in /etc/subuid and /etc/subgid.';

/**
 * Makes a minimal Debian with mmdebstrap from `mirrors`, else the host's own package sources, and hands it to `use` as a tar. The tar is
 * complete before `use` begins: an import of half a system would look like a success.
 */
export async function bootstrapRoot(root: RootRecipe, use: (tar: Readable) => Promise<void>, options: BootstrapOptions & { readonly mirrors?: Mirrors }): Promise<void> {
  const rootWords = await requireMmdebstrap(options);
  const folder = await mkdtemp(join(tmpdir(), 'ccp-root-'));
  try {
    // The package tools work as accounts of their own.
    await chmod(folder, 0o755);
    const mirrors = await debianMirrorsFor(options.mirrors ?? {});
    const sources = mirrors === undefined ? [] : releaseLines(root.suite, mirrors);
    const args = mmdebstrapArguments(root, sources.length > 0, await writeAptOptions(folder, await hostAptOptions()));
    const tar = join(folder, 'root.tar');
    await runMmdebstrap(rootWords, args, { folder, tar, sources }, options);
    options.onProgress({ kind: 'step', text: 'import the root file system' });
    await use(createReadStream(tar));
  } finally {
    await removeRoot(rootWords, folder, options.events);
  }
}

/** Writes lines of apt.conf to a file that only this user and root can read; undefined when there are none. */
async function writeAptOptions(folder: string, options: readonly string[]): Promise<string | undefined> {
  if (options.length === 0) return undefined;
  const file = join(folder, 'apt.conf');
  await writeFile(file, `${options.join('\n')}\n`, { mode: 0o600 });
  return file;
}

/**
 * Words after `mmdebstrap`, which then writes the tar to its stdout: a file that root makes may be closed to this user.
 * It reads its package sources from stdin when they are `given`, else takes Debian's own; `aptOptions` is a file with options
 * of apt, default none. Neither is a word, because addresses of mirrors and proxies may hold passwords. Nothing of the host stays in the
 * result: its sources are removed when they were used, as are the options that only held while bootstrapping.
 */
export function mmdebstrapArguments(root: RootRecipe, given: boolean, aptOptions?: string): string[] {
  const excluded = ['doc', 'man', 'info', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`);
  return [
    '--variant=minbase',
    '--format=tar',
    ...(root.include.length === 0 ? [] : [`--include=${root.include.join(',')}`]),
    '--aptopt=Acquire::Retries "5"',
    '--aptopt=Acquire::Languages "none"',
    // Read outside of a user namespace: within, a file of this user that is closed to others is closed to root, too.
    ...(aptOptions === undefined ? [] : [`--setup-hook=upload '${aptOptions.replaceAll("'", String.raw`'\''`)}' /${hostOptions}`]),
    ...excluded,
    '--dpkgopt=path-include=/usr/share/doc/*/copyright',
    // A half-made root is thrown away: waiting for the disc after each file protects nothing.
    '--dpkgopt=force-unsafe-io',
    // It would also remove the mount point that the hook makes.
    '--skip=cleanup/run',
    `--customize-hook=cd "$1" && ${cleaning(given)}`,
    root.suite,
    '-',
    ...(given ? ['-'] : []),
  ];
}

/**
 * Shell that removes what later steps would remove (which leaves a mark with the time of the build in their layers) and makes
 * the mount points that an engine would make with the time of the build.
 */
function cleaning(hostSources: boolean): string {
  const own = ['etc/apt/apt.conf.d/99mmdebstrap', hostOptions, 'etc/dpkg/dpkg.cfg.d/99mmdebstrap', 'etc/hostname', ...(hostSources ? ['etc/apt/sources.list'] : [])];
  const backups = ['passwd', 'group', 'shadow', 'gshadow', 'subuid', 'subgid'].map((name) => `etc/${name}-`);
  const stale = [...own, ...backups, 'var/cache/debconf/*-old', 'var/lib/dpkg/*-old', 'var/log/*', 'var/cache/ldconfig/aux-cache'];
  return `rm -rf ${stale.join(' ')} && mkdir -p .${hostSettingsTarget} && : >etc/hosts && : >etc/resolv.conf`;
}

async function runMmdebstrap(
  root: RootWords,
  args: readonly string[],
  { folder, tar, sources }: { readonly folder: string; readonly tar: string; readonly sources: readonly string[] },
  { signal, onProgress }: BootstrapOptions,
): Promise<void> {
  const { execa } = await import('execa');
  const lines: string[] = [];
  // TMPDIR by a word: sudo does not let it through.
  const [program = '', ...words] = [...(root ?? []), 'env', `TMPDIR=${folder}`, ...(await privateMounts(root)), 'mmdebstrap', ...args];
  // A group of its own: the tool waits for its children when only itself is told to end.
  const run = execa(program, words, {
    env: { SOURCE_DATE_EPOCH: String(sourceDateEpoch) },
    input: sources.map((line) => `${line}\n`).join(''),
    stdout: { file: tar },
    detached: true,
    reject: false,
  });
  let force: NodeJS.Timeout | undefined;
  const stop = (): void => {
    void endGroup(root, run.pid, 'TERM');
    force = setTimeout(() => void endGroup(root, run.pid, 'KILL'), patience);
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const line of run.iterable({ from: 'stderr' })) {
      tellLine(line, onProgress);
      lines.push(line);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const result = await run;
  clearTimeout(force);
  if (signal.aborted) throw new CcpError('INTERRUPTED', 'Stopped: making the Debian root.');
  if (!result.failed) return;
  throw new CcpError('BUILD_FAILED', `mmdebstrap ended with ${result.exitCode ?? result.signal ?? result.originalMessage}.`, {
    evidence: lines.slice(-keptLines),
    ...(root === undefined ? { hint: withoutRoot } : {}),
  });
}

/** Between the tool's own messages, which are its steps, come those of the package tools. */
function tellLine(line: string, onProgress: BootstrapOptions['onProgress']): void {
  onProgress({ kind: 'log', text: line });
  if (line.startsWith('I: ') && !/\bhook\b/.test(line)) onProgress({ kind: 'step', text: line.slice(3) });
}

/**
 * Words that give a program mounts of its own. As root mmdebstrap mounts devices below its folder: without this they would
 * stay on the host when it is killed, and removing the folder would reach into them. Empty where a process may not mount at
 * all, and without root, where mmdebstrap makes a namespace itself.
 */
async function privateMounts(root: RootWords): Promise<string[]> {
  const words = ['unshare', '--mount', '--propagation', 'private'];
  return root !== undefined && (await succeeds([...root, ...words, 'true'])) ? words : [];
}

/** By a command, because the processes of root are closed to this user. A group that ended meanwhile is fine. */
async function endGroup(root: RootWords, pid: number | undefined, how: 'TERM' | 'KILL'): Promise<void> {
  if (pid !== undefined) await succeeds([...(root ?? []), 'sh', '-c', `kill -s ${how} -- -${pid}`]);
}

/**
 * Where mmdebstrap was killed, files of other accounts stay behind, which only root can remove. Without root words again when
 * sudo fails meanwhile. Never across mounts: below may be devices of the host.
 */
async function removeRoot(root: RootWords, folder: string, events: BootstrapOptions['events']): Promise<void> {
  const words = ['rm', '-rf', '--one-file-system', folder];
  if (await succeeds([...(root ?? []), ...words])) return;
  if (root !== undefined && root.length > 0 && (await succeeds(words))) return;
  events({ type: 'message', level: 'warning', text: `The folder in which the Debian root was made could not be removed; it may hold passwords of mirrors and proxies. Run: sudo ${words.join(' ')}` });
}

async function succeeds([program = '', ...words]: readonly string[]): Promise<boolean> {
  const { execa } = await import('execa');
  return !(await execa(program, words, { reject: false, stdin: 'ignore' })).failed;
}
