import { CcpError, exitCode, nearest, throwAll } from '../../diagnostics/index.ts';
import { lockedIdentity } from '../../config/index.ts';
import type { FoundSource } from '../../engine/contracts.ts';
import { resolveSources } from '../../engine/resolve-sources.ts';
import { printResult, type CommandRun, type CoreCommand } from '../command.ts';
import { projectSources, recordSources, requestFor, type ProjectSource } from '../project-sources.ts';
import { tasksFor } from '../source-pins.ts';
import { table } from '../table.ts';

/** One project in the result of `ccp fetch`. */
export interface FetchedSource {
  readonly project: string;
  readonly kind: 'sdist' | 'git' | 'tarball' | 'directory';
  /** Address or folder as the configuration writes it; of a source distribution its name. */
  readonly source: string;
  /** Of git only. */
  readonly ref?: string;
  /** Commit or sha256 that was locked before. */
  readonly from?: string;
  /** Commit or sha256 that is locked now. */
  readonly to?: string;
  /** New commits, where that is known. */
  readonly commits?: number;
  readonly version?: string;
  /** `pinned`: the configuration says the content itself. `not locked`: a folder, taken as it is by each plan. */
  readonly state: 'new' | 'moved' | 'unchanged' | 'pinned' | 'not locked' | 'failed';
}

/** `ccp fetch`: takes sources anew. */
export const fetchCommand: CoreCommand = {
  name: 'fetch',
  summary: 'Look for the newest state of git and tarball sources, lock and download it, and show what moved',
  arguments: [{ flags: '[projects...]', description: 'only these projects (default: all)' }],
  details: `What is found is locked beside the configuration file (ccp.lock.yaml, to be committed); what --set says, in the state folder. All other commands use
  what is locked. Files go to $XDG_CACHE_HOME/ccp/sources.
JSON: [{project, kind: sdist|git|tarball|directory, source, ref, from, to, commits, version, state: new|moved|unchanged|pinned|not locked|failed}];
  from and to are commits or sha256.`,
  run: runFetch,
};

async function runFetch(run: CommandRun): Promise<number> {
  const { session, adapters } = run.workspace;
  const { events, signal } = session.options;
  const sources = chosen(await projectSources(session), run.args);
  const { found, faults } = await resolveSources(tasksFor(session, sources), adapters.host.sources, { events, signal });
  await recordSources(session, sources, found);
  const rows = await Promise.all(sources.map((source) => fetched(run, source, found.get(source.project))));
  printResult(run, rows, () => describe(rows));
  throwAll(faults);
  return exitCode.ok;
}

function chosen(sources: readonly ProjectSource[], names: readonly string[]): ProjectSource[] {
  const known = sources.map(({ project }) => project);
  throwAll(
    names
      .filter((name) => !known.includes(name))
      .map((name) => {
        const near = nearest(name, known);
        return new CcpError('USAGE', `no image is made from a project "${name}"`, { hint: near === undefined ? `Projects: ${known.join(', ')}.` : `Did you mean "${near}"?` });
      }),
  );
  return names.length === 0 ? sources.filter(({ wanted }) => wanted !== undefined) : sources.filter(({ project }) => names.includes(project));
}

async function fetched({ workspace: { session, adapters } }: CommandRun, source: ProjectSource, now: FoundSource | undefined): Promise<FetchedSource> {
  const { project, locked } = source;
  const what = { project, ...described(source) };
  const request = requestFor(session, source);
  if (request === undefined) return { ...what, state: source.wanted?.kind === 'directory' ? 'not locked' : 'pinned' };
  const from = locked === undefined ? {} : { from: lockedIdentity(locked) };
  if (now === undefined) return { ...what, ...from, state: 'failed' };
  const moved = { ...what, ...from, to: now.identity, version: now.version };
  if (from.from === undefined) return { ...moved, state: 'new' };
  if (from.from === now.identity) return { ...moved, state: 'unchanged' };
  const commits = request.kind === 'git' ? await adapters.host.sources.countCommits(request.url, from.from, now.identity) : undefined;
  return { ...moved, ...(commits === undefined ? {} : { commits }), state: 'moved' };
}

function described({ wanted, spec }: ProjectSource): Pick<FetchedSource, 'kind' | 'source' | 'ref' | 'version'> {
  switch (wanted?.kind) {
    case 'git':
      return { kind: 'git', source: wanted.git, ref: wanted.ref };
    case 'tarball':
      return { kind: 'tarball', source: wanted.tarball };
    case 'directory':
      return { kind: 'directory', source: wanted.directory };
    default:
      return { kind: 'sdist', source: spec.distribution, version: wanted?.version ?? spec.version };
  }
}

function describe(rows: readonly FetchedSource[]): string {
  if (rows.length === 0) return 'Nothing to fetch: every source is the one of the release.';
  const short = (identity: string | undefined): string => identity?.slice(0, 12) ?? '-';
  return table(
    ['PROJECT', 'SOURCE', 'REF', 'FROM', 'TO', 'COMMITS', 'VERSION', 'STATE'],
    rows.map((row) => [row.project, row.source, row.ref ?? '-', short(row.from), short(row.to), row.commits === undefined ? '-' : `+${row.commits}`, row.version ?? '-', row.state]),
  );
}

