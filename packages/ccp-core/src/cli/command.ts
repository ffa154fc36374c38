import type { ComponentPackage } from '../catalog/index.ts';
import type { OptionSpec } from '../definition/index.ts';
import type { CcpError } from '../diagnostics/index.ts';
import type { ResultSink } from './output.ts';
import type { CommandOutline } from './program.ts';
import type { CheckedSession } from './session-check.ts';
import type { Workspace } from './workspace.ts';

export { printResult } from './output.ts';

/** What every command of core gets. */
interface RunBase extends ResultSink {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command of core gets that works with a configuration. */
export interface CommandRun extends RunBase {
  readonly workspace: Workspace;
}

/** What a command of core gets that works without configuration, too. */
export interface AloneRun extends RunBase {
  /** Reads and checks the configuration. Throws what opening a session throws. */
  open(): Promise<Workspace>;
  /** Reads and checks the configuration, and returns what is wrong; changes nothing. Throws only what leaves nothing to check. */
  check(): Promise<CheckedSession>;
  /** All commands, those of tools included; without them where they cannot be loaded. */
  commands(): Promise<readonly CommandOutline[]>;
  /** Packages of the environment; none where they cannot be found. */
  packages(): Promise<readonly ComponentPackage[]>;
}

interface CommandHead {
  readonly name: string;
  readonly summary: string;
  /** Shown under the help: what it does, and the shape of its JSON. */
  readonly details?: string;
  readonly arguments?: readonly OptionSpec[];
  readonly options?: readonly OptionSpec[];
}

/** A command that works with a valid configuration. */
export interface WorkspaceCommand extends CommandHead {
  /** Returns the exit code; faults are thrown as CcpError. */
  run(run: CommandRun): Promise<number>;
  /** Runs instead when the configuration or the components are not valid. Default: `fault` ends the command. */
  runWithout?(fault: CcpError, run: Pick<CommandRun, 'output' | 'write'>): Promise<number>;
}

/** A command that works anywhere; what it wants to know of the environment it asks for. */
export interface AloneCommand extends CommandHead {
  /** Returns the exit code; faults are thrown as CcpError. */
  runAlone(run: AloneRun): Promise<number>;
}

/** A command of core. */
export type CoreCommand = WorkspaceCommand | AloneCommand;
