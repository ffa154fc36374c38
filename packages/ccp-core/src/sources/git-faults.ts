import { CcpError } from '../diagnostics/index.ts';

/** What git says, and what to do about it. The first that fits. */
const known: readonly (readonly [RegExp, string, string])[] = [
  [/dubious ownership/, 'git refuses the repository, because it belongs to another user', 'Trust it with: git config --global --add safe.directory <path>'],
  [/ssh\S*: (command )?not found|cannot run \S*ssh/i, 'there is no ssh on this machine', 'Install the client, on Debian: apt install openssh-client'],
  [/host key for .* has changed/i, 'the host key of the server is not the known one', 'Ask who runs the server whether its key was changed; only then forget the old one with ssh-keygen -R <host> and connect once by hand.'],
  [/host key verification failed/i, 'the host key of the server is not known', 'Connect once by hand with ssh to accept it.'],
  [/certificate (verification failed|problem)/i, 'the certificate of the server is not trusted', 'Trust its authority on this machine, or name its file with: git config --global http.sslCAInfo <file>'],
  [/authentication failed|could not read (username|password)|permission denied|terminal prompts disabled|returned error: 40[13]/i, 'access is denied', 'Give git a credential helper or an SSH key that works without questions; ccp passes no passwords.'],
  [/not found|does not appear to be a git repository|not a git repository|does not exist|no such file or directory|returned error: 404/i, 'there is no git repository', 'Check the address; a relative path is taken from the folder of the configuration file.'],
];

/** CcpError SOURCE_FAILED out of git's messages about `url`. */
export function gitFault(url: string, lines: readonly string[]): CcpError {
  const found = known.find(([pattern]) => lines.some((line) => pattern.test(line)));
  const [, what, hint] = found ?? [undefined, 'git cannot read the repository', 'The messages of git say why; try git ls-remote with the same address.'];
  return new CcpError('SOURCE_FAILED', `${url}: ${what}`, { evidence: lines, hint });
}
