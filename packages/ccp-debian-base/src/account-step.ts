import { run, type ImageUser, type Step } from 'ccp-core';

/** Options of {@link accountStep}. */
export interface AccountOptions {
  /** Home folder; made with mode 0750 and owned by the account. Default: `/var/lib/<name>`. */
  readonly home?: string;
}

/**
 * Makes group and account of `user` with its id, without password and login shell. Must come before the step that
 * installs a package which would make the account itself.
 */
export function accountStep(user: ImageUser, options: AccountOptions = {}): Step {
  const home = options.home ?? `/var/lib/${user.name}`;
  return run(`
# Account ${user.name} (${user.id})
groupadd --gid ${user.id} ${user.name}
useradd --uid ${user.id} --gid ${user.id} --home-dir ${home} --no-create-home --shell /usr/sbin/nologin --no-log-init ${user.name}
install -d -m 0750 -o ${user.id} -g ${user.id} ${home}
rm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid /etc/subgid /etc/subuid- /etc/subgid-`);
}
