import { CommanderError } from 'commander';
import { CcpError, errorCodes, exitCode } from '../diagnostics/index.ts';
import { formatError, openLogFile, type LogFile } from '../report/index.ts';
import { commandFault } from './command-fault.ts';
import { globalOptions } from './global-options.ts';
import { hostFault } from './host-fault.ts';
import { mountCommands, type Call } from './mounting.ts';
import { buildProgram } from './program.ts';
import { shortVersion } from './versions.ts';

/** Runs the command line; returns the exit code. Progress goes to stderr, results to stdout. */
export async function main(argv: readonly string[]): Promise<number> {
  let log: LogFile | undefined;
  try {
    const { logFile } = globalOptions(argv);
    log = logFile === undefined ? undefined : openLogFile(logFile);
    const call: Call = { argv, signal: onSignals(), log: log?.stream, code: exitCode.ok };
    await buildProgram(shortVersion(), await mountCommands(call)).parseAsync([...argv], { from: 'user' });
    return call.code;
  } catch (error) {
    return report(hostFault(error), argv, log);
  } finally {
    log?.close();
  }
}

/** Result of the command line's own faults (help was printed, an option is unknown) and of everything thrown. */
function report(error: unknown, argv: readonly string[], log: LogFile | undefined): number {
  const options = globalOptions(argv);
  const fault = error instanceof CommanderError ? commandFault(error, options.word) : error;
  if (fault === undefined) return error instanceof CommanderError && error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  const debug = options.debug || (process.env['CCP_DEBUG'] ?? '') !== '';
  process.stderr.write(`${formatError(fault, { debug })}\n`);
  log?.stream.write(`${formatError(fault, { debug: true })}\n`);
  return fault instanceof CcpError ? errorCodes[fault.code].exit : exitCode.failed;
}

/** Milliseconds in which a second signal is the first one's echo: one Ctrl-C comes from the terminal, and again from npx, which hands it on. */
const echoMs = 500;

/** The first signal asks everything to stop in order, the second ends the process at once. */
function onSignals(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        if (performance.now() - first > echoMs) process.exit(exitCode.interrupted);
        return;
      }
      first = performance.now();
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
