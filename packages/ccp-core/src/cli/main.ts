import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { loadComponents } from '../catalog/index.ts';
import { CcpError, errorCodes, exitCode, nearest } from '../diagnostics/index.ts';
import { connectDocker, connectRegistry } from '../docker/index.ts';
import { createReporter, formatError, type ReportFormat } from '../report/index.ts';
import { connectHost } from '../sources/index.ts';
import type { CoreCommand } from './command.ts';
import { coreCommands } from './commands/index.ts';
import { hostFault } from './host-fault.ts';
import { globalOptions, placesOf } from './global-options.ts';
import { buildProgram, type MountedCommand } from './program.ts';
import { findPackages, openSession } from './session.ts';
import { loadTools, toolCommands, toolContext, type LoadedTool } from './tools.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Runs the command line; returns the exit code. Progress goes to stderr, results to stdout. */
export async function main(argv: readonly string[]): Promise<number> {
  const outcome: Outcome = { code: exitCode.ok };
  const interruption = onSignals();
  try {
    const commands = [...coreCommands.map((command) => mountCore(command, outcome, interruption)), ...(await mountTools(argv, outcome, interruption))];
    await buildProgram(ownVersion(), commands).parseAsync([...argv], { from: 'user' });
    return outcome.code;
  } catch (error) {
    return report(hostFault(error), argv);
  }
}

interface Outcome {
  code: number;
}

/** Result of the command line's own faults (help was printed, an option is unknown) and of everything thrown. */
function report(error: unknown, argv: readonly string[]): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.ok;
    const near = error.code === 'commander.unknownCommand' ? nearest(globalOptions(argv).word ?? '', coreCommands.map((command) => command.name)) : undefined;
    if (near !== undefined) process.stderr.write(`Did you mean "ccp ${near}"?\n`);
    return exitCode.usage;
  }
  process.stderr.write(`${formatError(error, { debug: (process.env['CCP_DEBUG'] ?? '') !== '' })}\n`);
  return error instanceof CcpError ? errorCodes[error.code].exit : exitCode.failed;
}

function mountCore(command: CoreCommand, outcome: Outcome, signal: AbortSignal): MountedCommand {
  const run: MountedCommand['run'] = async (args, options) => {
    const output = options['output'] === 'json' ? 'json' : 'table';
    let opened = false;
    try {
      await withWorkspace(options, signal, async (workspace) => {
        opened = true;
        outcome.code = await command.run({ workspace, args, options, output, write });
      });
    } catch (fault) {
      if (opened || command.runWithout === undefined || !(fault instanceof CcpError)) throw fault;
      outcome.code = await command.runWithout(fault, { output, write });
    }
  };
  return { ...command, run };
}

/** Commands of tools are imported only when the words are not a command of core. */
async function mountTools(argv: readonly string[], outcome: Outcome, signal: AbortSignal): Promise<MountedCommand[]> {
  const commands = toolCommands(await toolsFor(argv));
  return commands.map(({ command, section }): MountedCommand => {
    const run: MountedCommand['run'] = (args, options) =>
      withWorkspace(options, signal, async (workspace) => {
        outcome.code = await command.run(toolContext(workspace.surroundings, section), args, options);
      });
    return { ...command, run };
  });
}

async function toolsFor(argv: readonly string[]): Promise<LoadedTool[]> {
  const places = globalOptions(argv);
  const { word } = places;
  if (word !== undefined && coreCommands.some((command) => command.name.split(' ')[0] === word)) return [];
  const onlyHelp = asksForHelp(argv, word);
  if (word === undefined && !onlyHelp) return [];
  try {
    return await loadTools(await loadComponents(await findPackages(places)));
  } catch (fault) {
    // The help of core can be shown anywhere.
    if (onlyHelp && fault instanceof CcpError) return [];
    throw fault;
  }
}

function asksForHelp(argv: readonly string[], word: string | undefined): boolean {
  if (word !== undefined) return word === 'help';
  return argv.length === 0 || argv.includes('--help') || argv.includes('-h');
}

async function withWorkspace(options: Readonly<Record<string, unknown>>, signal: AbortSignal, work: (workspace: Workspace) => Promise<void>): Promise<void> {
  const reporter = createReporter({ format: options['format'] as ReportFormat | undefined, stream: process.stderr });
  try {
    const session = await openSession({
      ...placesOf(options),
      sets: options['set'] as string[],
      events: reporter.events,
      signal,
    });
    await work(openWorkspace(session, { engine: connectDocker(), host: connectHost(), registry: connectRegistry() }, write));
  } finally {
    reporter.close();
  }
}

function write(text: string): void {
  process.stdout.write(text);
}

/** The first signal asks everything to stop in order, the second ends the process at once. */
function onSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCode.interrupted);
      process.stderr.write('\nStopping; once more to stop at once. The next run continues.\n');
      controller.abort(new CcpError('INTERRUPTED', `stopped by ${name}`, { hint: 'Run the same command again; it continues.' }));
    });
  }
  // The reader went away (`ccp … | head`): nobody wants the rest, so what still runs is ended.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    controller.abort(new CcpError('INTERRUPTED', 'the reader of the output went away'));
  });
  return controller.signal;
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
