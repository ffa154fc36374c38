import { Command, Option } from 'commander';
import type { OptionSpec } from '../definition/index.ts';
import { environmentSet } from './environment-option.ts';
import { addCommonOptions } from './global-options.ts';

/** What is known of a command without running it. */
export interface CommandOutline {
  /** Words after `ccp`. */
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly arguments?: readonly OptionSpec[];
  readonly options?: readonly OptionSpec[];
  readonly passThrough?: boolean;
}

/** A command as the program mounts it. */
export interface MountedCommand extends CommandOutline {
  run(args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Groups of commands, with what they are about. */
export const groups: Readonly<Record<string, string>> = { config: 'Look at the configuration', images: 'Look at images', action: 'One-off runs on demand', domains: 'Host names of public endpoints', cluster: 'The local cluster' };

/** Composes the command line; nothing is run before `parseAsync`. */
export function buildProgram(version: string, commands: readonly MountedCommand[]): Command {
  const program = new Command('ccp').description('OpenStack, built from source into containers, running on Kubernetes').version(version).enablePositionalOptions().exitOverride();
  // Faults of the command line are shown like all others; help goes its own way.
  program.configureOutput({ outputError: () => undefined });
  addCommonOptions(program);
  program.addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 usage or configuration, 3 plan --check found changes, 130 interrupted.\nResults go to stdout, progress to stderr.');
  for (const command of commands) mount(program, command);
  return program;
}

function mount(program: Command, spec: MountedCommand): void {
  const words = spec.name.split(' ');
  const last = words.pop() ?? spec.name;
  const parent = words.reduce((at, word) => groupOf(at, word), program);
  const command = parent.command(last).description(spec.summary).exitOverride();
  if (spec.passThrough === true) command.passThroughOptions().allowUnknownOption().helpOption(false).argument('[words...]');
  else addCommonOptions(command);
  for (const { flags, description } of spec.arguments ?? []) command.argument(flags, description);
  // What core offers on every command (`-o`) a tool need not offer again.
  const offered = new Set(command.options.map((option) => option.long));
  const own = (spec.options ?? []).filter(({ flags }) => !offered.has(new Option(flags).long));
  for (const { flags, description, default: value, repeatable } of own) {
    if (repeatable === true) command.option(flags, description, (word: string, list: string[]) => [...list, word], []);
    else command.option(flags, description, value);
  }
  if (spec.details !== undefined) command.addHelpText('after', `\n${spec.details}`);
  command.action(async () => {
    const args = spec.passThrough === true ? command.args : command.processedArgs.flat().filter((arg): arg is string => arg !== undefined);
    await spec.run(args, merged(command));
  });
}

function groupOf(parent: Command, word: string): Command {
  const known = parent.commands.find((command) => command.name() === word);
  return known ?? parent.command(word).description(groups[word] ?? `Commands of ${word}`).enablePositionalOptions().exitOverride();
}

/** Options of the command and of everything above it; the nearest wins, `--set` adds up. */
function merged(command: Command): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  const sets: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) {
    const own = at.opts<Record<string, unknown>>();
    sets.unshift(...((own['set'] as string[] | undefined) ?? []));
    for (const [key, value] of Object.entries(own)) options[key] ??= value;
  }
  return { ...options, set: [...sets, ...environmentSet(options['environment'])] };
}
