import { CcpError, exitCode, nearest } from '../../diagnostics/index.ts';
import { printResult, type AloneCommand } from '../command.ts';
import { completions } from '../completion/completions.ts';
import { completionScript, shells, type Shell } from '../completion/scripts.ts';
import { buildProgram } from '../program.ts';

/** `ccp completion`: a script that makes a shell complete the words of ccp. */
export const completionCommand: AloneCommand = {
  name: 'completion',
  summary: 'Print a script that makes the shell complete commands, options and names of services',
  arguments: [{ flags: '<shell>', description: shells.join(', ') }],
  details: `bash: ccp completion bash > ~/.local/share/bash-completion/completions/ccp
zsh:  ccp completion zsh > "\${fpath[1]}/_ccp"
fish: ccp completion fish > ~/.config/fish/completions/ccp.fish
The script knows the commands and services of this environment; print it again when these change.
JSON: [{command, words: [options, sub-commands and names that may follow it]}].`,
  runAlone: async (run) => {
    const shell = shellOf(run.args[0] ?? '');
    const commands = await run.commands();
    const services = await run.open().then(({ session }) => [...session.bindings.keys()].sort()).catch(() => []);
    const program = buildProgram('', commands.map((command) => ({ ...command, run: async () => undefined })));
    const found = completions(program, services);
    printResult(run, found, () => completionScript(shell, found).trimEnd(), found.map(({ command }) => command));
    return exitCode.ok;
  },
};

function shellOf(word: string): Shell {
  const found = shells.find((shell) => shell === word);
  if (found !== undefined) return found;
  const near = nearest(word, shells);
  throw new CcpError('USAGE', `there is no completion for the shell "${word}"`, { hint: near === undefined ? `Shells: ${shells.join(', ')}.` : `Did you mean "${near}"?` });
}
