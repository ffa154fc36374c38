import type { CommanderError } from 'commander';
import { CcpError } from '../diagnostics/index.ts';

/**
 * A fault of the command line as every other fault is shown: USAGE with what is meant, where that is near. Undefined when nothing
 * more is to be said, because help was printed.
 */
export function commandFault(fault: CommanderError, word: string | undefined): CcpError | undefined {
  if (fault.exitCode === 0 || fault.code === 'commander.help') return undefined;
  const [message = '', ...rest] = fault.message.replace(/^error: /, '').split('\n');
  const meant = /\(Did you mean (.+)\?\)/.exec(rest.join('\n'))?.[1];
  const help = fault.code === 'commander.unknownCommand' || word === undefined ? 'ccp --help' : `ccp ${word} --help`;
  return new CcpError('USAGE', message, { hint: meant === undefined ? `See ${help}.` : `Did you mean "${meant.replace(/^one of /, '')}"?` });
}
