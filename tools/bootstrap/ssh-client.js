import { aptInstall } from './apt-install.js';
import { succeeds } from './command.js';
import { readDistribution } from './distribution.js';
import { privilege } from './docker-access.js';
import { thisHost } from './host.js';
import { say, step } from './step.js';

/** Tests of git over ssh need a client, which git does not bring: it is installed where the engine would be. Without one they are skipped. */
export async function ensureSshClient(host = thisHost) {
  if (await succeeds(['ssh', '-V'])) return;
  const sudo = await privilege(host).catch(() => undefined);
  const may = sudo !== undefined && readDistribution(host.osRelease).debianLike;
  if (may && (await step('Installing ssh (package openssh-client) for the tests of git over ssh', '5 to 20 s', () => aptInstall(sudo, ['openssh-client'])))) return;
  say('There is no ssh: the tests of git over ssh are skipped.');
}
