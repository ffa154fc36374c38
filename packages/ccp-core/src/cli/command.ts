import type { OptionSpec } from '../definition/index.ts';
import type { CcpError } from '../diagnostics/index.ts';
import type { Workspace } from './workspace.ts';

/** What a command of core gets. */
export interface CommandRun {
  readonly workspace: Workspace;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** `table` for people, `json` for programs (`-o json`). */
  readonly output: 'table' | 'json';
  /** Writes a result to stdout. */
  write(text: string): void;
}

/** A command of core. */
export interface CoreCommand {
  readonly name: string;
  readonly summary: string;
  /** Shown under the help: what it does, and the shape of its JSON. */
  readonly details?: string;
  readonly arguments?: readonly OptionSpec[];
  readonly options?: readonly OptionSpec[];
  /** Returns the exit code; faults are thrown as CcpError. */
  run(run: CommandRun): Promise<number>;
  /** Runs instead when the configuration or the components are not valid. Default: `fault` ends the command. */
  runWithout?(fault: CcpError, run: Pick<CommandRun, 'output' | 'write'>): Promise<number>;
}

/** Prints `value` as JSON, or the lines of `table`, as `-o` says. */
export function printResult(run: Pick<CommandRun, 'output' | 'write'>, value: unknown, table: () => string): void {
  run.write(run.output === 'json' ? `${JSON.stringify(value, null, 2)}\n` : `${table()}\n`);
}
