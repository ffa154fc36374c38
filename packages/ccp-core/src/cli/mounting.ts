import { findComponents, loadComponents, type ComponentPackage } from '../catalog/index.ts';
import { CcpError, nearest } from '../diagnostics/index.ts';
import { connectDocker, connectRegistry } from '../docker/index.ts';
import { createReporter, type ReportFormat, type ReportStream, type Verbosity } from '../report/index.ts';
import { connectHost } from '../sources/index.ts';
import type { AloneCommand, AloneRun, CoreCommand, WorkspaceCommand } from './command.ts';
import { coreCommands } from './commands/index.ts';
import { globalOptions, placesOf } from './global-options.ts';
import { outputFormOf } from './output.ts';
import type { CommandOutline, MountedCommand } from './program.ts';
import { checkSession } from './session-check.ts';
import { findPackages, openSession } from './open-session.ts';
import type { SessionOptions } from './session.ts';
import { loadTools, toolCommands, toolContext, type LoadedTool } from './tools.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** What all commands of one call share. */
export interface Call {
  readonly argv: readonly string[];
  readonly signal: AbortSignal;
  /** Gets all progress; undefined without `--log-file`. */
  readonly log: ReportStream | undefined;
  /** Exit code of the command that ran. */
  code: number;
}

type Options = Readonly<Record<string, unknown>>;

/** The commands of core, and those of tools where the words are not a command of core: they are imported only then. */
export async function mountCommands(call: Call): Promise<MountedCommand[]> {
  const core = coreCommands.map((command) => mountCore(command, call));
  return [...core, ...toolCommands(await toolsFor(call.argv)).map((tool) => mountTool(tool, call))];
}

function mountCore(command: CoreCommand, call: Call): MountedCommand {
  const run: MountedCommand['run'] = (args, options) => ('runAlone' in command ? runAlone(command, call, args, options) : runIn(command, call, args, options));
  return { ...command, run };
}

async function runIn(command: WorkspaceCommand, call: Call, args: readonly string[], options: Options): Promise<void> {
  const output = outputFormOf(options);
  let opened = false;
  try {
    await withWorkspace(call, options, async (open) => {
      const workspace = await open();
      opened = true;
      call.code = await command.run({ workspace, args, options, output, write });
    });
  } catch (fault) {
    if (opened || command.runWithout === undefined || !(fault instanceof CcpError)) throw fault;
    call.code = await command.runWithout(fault, { output, write });
  }
}

async function runAlone(command: AloneCommand, call: Call, args: readonly string[], options: Options): Promise<void> {
  await withWorkspace(call, options, async (open, check) => {
    const run: AloneRun = { args, options, output: outputFormOf(options), write, open, check, commands: () => allCommands(call.argv), packages: () => packagesOf(call.argv) };
    call.code = await command.runAlone(run);
  });
}

function mountTool({ command, section }: ReturnType<typeof toolCommands>[number], call: Call): MountedCommand {
  const run: MountedCommand['run'] = (args, options) =>
    withWorkspace(call, options, async (open) => {
      call.code = await command.run(toolContext((await open()).surroundings, section), args, options);
    });
  return { ...command, run };
}

/** Commands of core and of every tool; those of tools only where they can be loaded. */
async function allCommands(argv: readonly string[]): Promise<CommandOutline[]> {
  const tools = await loadComponents(await packagesOf(argv)).then(loadTools).catch(unless(CcpError, []));
  return [...coreCommands, ...toolCommands(tools).map(({ command }) => command)];
}

/** The packages that the configuration names; all that are installed where it cannot be read; none outside of a workspace. */
export async function packagesOf(argv: readonly string[]): Promise<ComponentPackage[]> {
  const places = globalOptions(argv);
  return findPackages(places)
    .catch(unless(CcpError, undefined))
    .then((found) => found ?? findComponents(places.directory))
    .catch(unless(CcpError, []));
}

async function toolsFor(argv: readonly string[]): Promise<LoadedTool[]> {
  const places = globalOptions(argv);
  const { word } = places;
  const known = coreCommands.map((command) => command.name.split(' ')[0] ?? '');
  if (word !== undefined && known.includes(word)) return [];
  const onlyHelp = asksForHelp(argv, word);
  if (word === undefined && !onlyHelp) return [];
  // Help can be shown anywhere, and so can it be told that a word is nearly a command of core.
  if (onlyHelp) return loadComponents(await packagesOf(argv)).then(loadTools).catch(unless(CcpError, []));
  const loading = findPackages(places).then(loadComponents).then(loadTools);
  return nearest(word ?? '', known) === undefined ? loading : loading.catch(unless(CcpError, []));
}

/** `kubectl --help` belongs to kubectl; tools decide that by taking all words. */
function asksForHelp(argv: readonly string[], word: string | undefined): boolean {
  return word === undefined ? argv.length === 0 || argv.some(isHelp) : word === 'help' || argv.at(-1) === '--help' || argv.at(-1) === '-h';
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** Passes faults of other kinds on. */
function unless<T>(kind: typeof CcpError, instead: T): (fault: unknown) => T {
  return (fault) => {
    if (fault instanceof kind) return instead;
    throw fault;
  };
}

async function withWorkspace(call: Call, options: Options, work: (open: () => Promise<Workspace>, check: AloneRun['check']) => Promise<void>): Promise<void> {
  const reporter = createReporter({ format: options['format'] as ReportFormat | undefined, stream: process.stderr, verbosity: verbosityOf(options), log: call.log });
  const session: SessionOptions = { ...placesOf(options), sets: options['set'] as string[], events: reporter.events, signal: call.signal };
  const open = async (): Promise<Workspace> => {
    const opened = await openSession(session);
    return openWorkspace(opened, { engine: connectDocker(), host: connectHost(opened.configuration.core.mirrors), registry: connectRegistry() }, write);
  };
  try {
    await work(open, () => checkSession(session));
  } finally {
    reporter.close();
  }
}

function verbosityOf(options: Options): Verbosity {
  if (options['quiet'] === true) return 'quiet';
  return options['verbose'] === true ? 'verbose' : 'normal';
}

function write(text: string): void {
  process.stdout.write(text);
}
