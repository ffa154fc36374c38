import type { Command } from 'commander';
import { outputForms } from '../output.ts';

/** Words that may follow a command. */
export interface Completion {
  /** Words of the command behind `ccp`; empty for `ccp` itself. */
  readonly command: string;
  /** Sub-commands, options and names, sorted. */
  readonly words: readonly string[];
}

/** What can be completed after each command of a program. Values of options with fixed ones are given as words of `OPTION`. */
export function completions(program: Command, services: readonly string[]): Completion[] {
  return [...ofCommand(program, [], services), { command: '-o', words: outputForms }, { command: '--output', words: outputForms }, { command: '--format', words: ['json', 'live', 'plain'] }];
}

function ofCommand(command: Command, path: readonly string[], services: readonly string[]): Completion[] {
  const options = command.options.flatMap(({ short, long, hidden }) => (hidden ? [] : [short, long])).filter((flag) => flag !== undefined && flag !== null);
  const names = command.registeredArguments.some((argument) => /^(services?|what)$/.test(argument.name())) ? services : [];
  const words = [...command.commands.map((sub) => sub.name()), ...options, '--help', ...names];
  return [{ command: path.join(' '), words: [...new Set(words)].sort() }, ...command.commands.flatMap((sub) => ofCommand(sub, [...path, sub.name()], services))];
}
