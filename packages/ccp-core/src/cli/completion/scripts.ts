import type { Completion } from './completions.ts';

/** Shells that have a script. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

/**
 * A script that completes the words of `ccp`. It goes along the words that are written as long as they name a command, and offers
 * what may follow that; other words (names, options and their values) are passed over. Files are completed where nothing fits.
 */
export function completionScript(shell: Shell, completions: readonly Completion[]): string {
  return { bash, zsh, fish }[shell](completions);
}

/** Words are letters, digits and `-`: nothing of them needs quotes in any of the shells. */
function cases(completions: readonly Completion[], each: (command: string, words: string) => string): string {
  return completions.map(({ command, words }) => each(command, words.join(' '))).join('\n');
}

function bash(completions: readonly Completion[]): string {
  return `# bash completion of ccp
_ccp_words() {
  case "$1" in
${cases(completions, (command, words) => `    '${command}') echo '${words}' ;;`)}
    *) return 1 ;;
  esac
}
_ccp() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' word values
  if [[ $previous == -* ]] && values=$(_ccp_words "$previous"); then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
    return
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    _ccp_words "\${command:+$command }$word" > /dev/null && command="\${command:+$command }$word"
  done
  mapfile -t COMPREPLY < <(compgen -W "$(_ccp_words "$command")" -- "$current")
}
complete -o default -F _ccp ccp
`;
}

function zsh(completions: readonly Completion[]): string {
  return `#compdef ccp
_ccp_words() {
  case "$1" in
${cases(completions, (command, words) => `    '${command}') reply=(${words}) ;;`)}
    *) return 1 ;;
  esac
}
_ccp() {
  local command='' word
  local -a reply
  if [[ \${words[CURRENT-1]} == -* ]] && _ccp_words "\${words[CURRENT-1]}"; then
    compadd -a reply
    return
  fi
  for word in "\${(@)words[2,CURRENT-1]}"; do
    _ccp_words "\${command:+$command }$word" && command="\${command:+$command }$word"
  done
  _ccp_words "$command"
  compadd -a reply || _files
}
if [[ $funcstack[1] == _ccp ]]; then _ccp "$@"; else compdef _ccp ccp; fi
`;
}

function fish(completions: readonly Completion[]): string {
  return `# fish completion of ccp
function __ccp_words
  switch "$argv[1]"
${cases(completions, (command, words) => `    case '${command}'\n      string split ' ' -- '${words}'`)}
    case '*'
      return 1
  end
end
function __ccp_complete
  set -l written (commandline -opc)
  if string match -q -- '-*' $written[-1]; and __ccp_words $written[-1]
    return
  end
  set -l command ''
  for word in $written[2..]
    set -l longer (string trim -- "$command $word")
    __ccp_words $longer > /dev/null; and set command $longer
  end
  __ccp_words "$command"
end
complete -c ccp -a '(__ccp_complete)'
`;
}
