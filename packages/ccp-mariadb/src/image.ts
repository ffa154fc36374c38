import { apt, copy, copyFrom, defineImage } from 'ccp-core';
import { accountStep, debianBase, users } from 'ccp-debian-base';

/** Programs that Debian has only in packages which bring Perl and initialise a database while they are installed. */
const singlePrograms = ['mariadb-admin', 'mariadb-binlog', 'mariadb-dump', 'wsrep_sst_common', 'wsrep_sst_mariabackup'];

/**
 * MariaDB with Galera: the server, its clients, hot backup, and what a member needs to hand its state to another
 * (`wsrep_sst_mariabackup` with socat, lsof and ps).
 */
export const mariadbImage = defineImage({
  name: 'mariadb',
  title: 'MariaDB server with Galera',
  version: '11.8',
  licenses: 'GPL-2.0-only',
  from: debianBase,
  stages: [{ name: 'complete', from: debianBase, steps: [apt('mariadb-server')] }],
  steps: [
    accountStep(users.mariadb),
    apt('galera-4', 'lsof', 'mariadb-backup', 'mariadb-client-core', 'mariadb-server-core', 'procps', 'socat'),
    ...singlePrograms.map((name) => copyFrom('complete', `/usr/bin/${name}`, `/usr/bin/${name}`)),
    copy('image/mariadb-start.sh', '/usr/local/bin/mariadb-start', { mode: '0755' }),
    copy('image/mariadb-apply.sh', '/usr/local/bin/mariadb-apply', { mode: '0755' }),
  ],
  user: users.mariadb,
  command: ['mariadb-start'],
  expectedSeconds: 40,
});
