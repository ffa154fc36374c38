import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { nearest } from '../diagnostics/index.ts';
import { environmentSet } from './environment-option.ts';
import { outputForms } from './output.ts';

/** What every command takes, read before the commands of tools are known. */
export interface GlobalOptions {
  /** Absolute folder of the environment. Default: the current one. */
  readonly directory: string;
  /** Absolute file of `--config`; undefined when it is not given. */
  readonly file: string | undefined;
  /** Assignments of `--set`, in order, and that of `--environment`. */
  readonly sets: readonly string[];
  /** First word that is no option: the command, or its group. */
  readonly word: string | undefined;
  /** Absolute file of `--log-file`; undefined when it is not given. */
  readonly logFile: string | undefined;
  /** Whether stacks are shown (`--debug`). */
  readonly debug: boolean;
}

/** Adds the options that every command takes. */
export function addCommonOptions(command: Command): void {
  command
    .option('--config <file>', 'configuration file (default: ccp.yaml of the folder, when there is one)')
    .option('--set <key.path=value>', 'set a configuration value for this run; repeatable, not stored', (value: string, list: string[] = []) => [...list, value])
    .option('--environment <name>', 'work on the environment of this name (default: environment.name of the configuration); it has its own namespace and state folder')
    .option('--directory <folder>', 'folder of the environment (default: the current one)')
    .addOption(oneOf('-o, --output <form>', 'form of the result', outputForms))
    .addOption(oneOf('--format <form>', 'form of the progress on stderr (default: live on a terminal, else plain)', ['live', 'plain', 'json']))
    .option('-v, --verbose', 'show every step of the progress')
    .option('-q, --quiet', 'show warnings and errors only, no progress')
    .option('--log-file <file>', 'append all progress and errors to this file (mode 0600), whatever is shown')
    .option('--debug', 'show stacks of errors (also: CCP_DEBUG=1)');
}

/** An option with a fixed set of values; a wrong one is answered with the nearest. */
function oneOf(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values).argParser((value: string) => {
    if (values.includes(value)) return value;
    const near = nearest(value, values);
    throw new InvalidArgumentError(`Allowed: ${values.join(', ')}.${near === undefined ? '' : `\n(Did you mean ${near}?)`}`);
  });
}

/**
 * Reads the common options wherever they stand; those before the first word win, since later ones may belong to a program
 * that the words go to. Faults are left to the real parse, which shows them with the command's usage.
 */
export function globalOptions(argv: readonly string[]): GlobalOptions {
  const leading = reader().passThroughOptions();
  const [word] = operandsOf(leading, argv);
  const all = reader();
  operandsOf(all, argv);
  const options: Readonly<Record<string, unknown>> = { ...all.opts(), ...leading.opts() };
  const { logFile, debug } = options;
  return { ...placesOf(options), sets: [...(all.opts<{ set?: string[] }>().set ?? []), ...environmentSet(options['environment'])], word, logFile: typeof logFile === 'string' ? resolve(logFile) : undefined, debug: debug === true };
}

/** The folder and the file that options name. */
export function placesOf(options: Readonly<Record<string, unknown>>): Pick<GlobalOptions, 'directory' | 'file'> {
  const { directory, config } = options;
  return {
    directory: resolve(typeof directory === 'string' ? directory : process.cwd()),
    file: typeof config === 'string' ? resolve(config) : undefined,
  };
}

function reader(): Command {
  const command = new Command('ccp').exitOverride().configureOutput({ writeErr: () => undefined }).allowUnknownOption().helpOption(false);
  addCommonOptions(command);
  return command;
}

function operandsOf(command: Command, argv: readonly string[]): string[] {
  try {
    return command.parseOptions([...argv]).operands;
  } catch (fault) {
    if (fault instanceof CommanderError) return [];
    throw fault;
  }
}
