import type { Consumer, JobSpec, SecretRef } from 'ccp-core';
import { accountOf, type DatabaseAccount } from './account.ts';
import { mariadbImage } from './image.ts';

/** How the job reaches the server. */
export interface ServerAccess {
  readonly host: string;
  readonly port: number;
  readonly rootPassword: SecretRef;
}

const optionFile = '/etc/ccp/client.cnf';
const sqlFile = '/etc/ccp/database.sql';

/**
 * The job that makes the consumer's database and account, and sets the account's password to the current one. It
 * may run any number of times. Both passwords reach the client in files.
 */
export function databaseJob(server: ServerAccess, consumer: Consumer): JobSpec {
  const account = accountOf(consumer);
  return {
    image: mariadbImage,
    command: ['mariadb-apply', optionFile, sqlFile],
    after: ['database'],
    files: [],
    liveFiles: [],
    ownFiles: { [optionFile]: clientOptions(server), [sqlFile]: databaseSql(account) },
    identity: { database: account.database, user: account.user },
    imageIdentity: false,
    expectedSeconds: 3,
  };
}

function clientOptions(server: ServerAccess): string {
  return `[client]
protocol = tcp
host = ${server.host}
port = ${server.port}
user = root
password = "${server.rootPassword}"
connect-timeout = 5
`;
}

function databaseSql({ database, user, password }: DatabaseAccount): string {
  // In a grant `_` stands for any character, unless it is escaped.
  const pattern = database.replaceAll('_', '\\_');
  return `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';
ALTER USER '${user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL PRIVILEGES ON \`${pattern}\`.* TO '${user}'@'%';
`;
}
