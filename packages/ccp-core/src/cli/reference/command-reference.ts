import { Command } from 'commander';
import type { OptionSpec, ToolModule } from '../../definition/index.ts';
import { coreCommands } from '../commands/index.ts';
import { addCommonOptions } from '../global-options.ts';
import type { CommandOutline } from '../program.ts';

/** The reference of every command as Markdown: those of core, then those of `tools`. */
export function commandReference(tools: readonly ToolModule[]): string {
  const ofTools = tools.flatMap(({ commands = [] }) => commands);
  const commands: readonly CommandOutline[] = [...coreCommands, ...[...ofTools].sort((a, b) => (a.name < b.name ? -1 : 1))];
  return [
    '# Command line',
    '<!-- Generated: npx nx run ccp-core:reference -->',
    'Results go to stdout, progress to stderr. Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 `--check` found changes, 130 interrupted. Errors: see [errors.md](errors.md).',
    `Commands: ${commands.map(({ name }) => `[${name}](#ccp-${name.replaceAll(' ', '-')})`).join(' · ')}`,
    '## Options of every command',
    optionTable(commonOptions()),
    ...commands.flatMap(section),
    '',
  ].join('\n\n').trimEnd() + '\n';
}

function commonOptions(): OptionSpec[] {
  const command = new Command();
  addCommonOptions(command);
  return command.options.map(({ flags, description, argChoices }) => ({ flags, description: argChoices === undefined ? description : `${description}: ${argChoices.join(', ')}` }));
}

function section({ name, summary, details, arguments: words = [], options = [], passThrough }: CommandOutline): string[] {
  const usage = ['ccp', name, ...words.map(({ flags }) => flags), ...(options.length > 0 ? ['[options]'] : []), ...(passThrough === true ? ['words…'] : [])].join(' ');
  return [
    `## ccp ${name}`,
    `${summary}.`,
    fenced(usage),
    ...(passThrough === true ? ['All words go to the program as they are; options of ccp stand before the command.'] : []),
    ...(words.length + options.length === 0 ? [] : [optionTable([...words, ...options])]),
    ...(details === undefined ? [] : [fenced(details)]),
  ];
}

function optionTable(options: readonly OptionSpec[]): string {
  const rows = options.map(({ flags, description, default: value }) => `| \`${flags}\` | ${cell(description)}${typeof value === 'string' ? ` (default: ${value})` : ''} |`);
  return ['| | |', '|---|---|', ...rows].join('\n');
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}

/** A bar would begin a further column. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
