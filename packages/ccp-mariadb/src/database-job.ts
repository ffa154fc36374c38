import { secretRef, type JobSpec, type SecretRef } from 'ccp-core';
import type { DatabaseAccount } from './account.ts';
import { mariadbImage } from './image.ts';

/** How the job reaches the server. */
export interface ServerAccess {
  readonly host: string;
  readonly port: number;
  /** Account that may make databases, accounts and grants. */
  readonly adminUser: string;
  readonly adminPassword: SecretRef;
  /** Refuse a server whose certificate is not known or that has none. Servers before 11.4 cannot prove theirs by the password. */
  readonly verifyCertificate: boolean;
}

const optionFile = '/etc/ccp/client.cnf';
const sqlFile = '/etc/ccp/database.sql';

/**
 * The job that makes a database and the account that owns it, and sets the account's password to the current one. It may run
 * any number of times. Both passwords reach the client in files.
 */
export function databaseJob(server: ServerAccess, account: DatabaseAccount): JobSpec {
  return applyJob(server, databaseSql(account), { database: account.database, user: account.user });
}

/** The job that stands in its place where the operator has made the account: it fails at once, and says why, when this cannot log in. */
export function loginJob(place: Pick<ServerAccess, 'host' | 'port' | 'verifyCertificate'>, { database, user, password }: DatabaseAccount): JobSpec {
  const server = { ...place, adminUser: user, adminPassword: password };
  return applyJob(server, `USE \`${database}\`;\n`, { login: database, user });
}

function applyJob(server: ServerAccess, sql: string, identity: unknown): JobSpec {
  return {
    image: mariadbImage,
    command: ['mariadb-apply', optionFile, sqlFile],
    after: ['database'],
    files: [],
    liveFiles: [],
    ownFiles: { [optionFile]: clientOptions(server), [sqlFile]: sql },
    identity,
    imageIdentity: false,
    expectedSeconds: 3,
  };
}

function clientOptions(server: ServerAccess): string {
  return `[client]
protocol = tcp
host = ${server.host}
port = ${server.port}
user = ${server.adminUser}
password = "${secretRef(server.adminPassword.name, 'quoted')}"
connect-timeout = 5
default-character-set = utf8mb4
${server.verifyCertificate ? '' : 'disable-ssl-verify-server-cert\n'}`;
}

/**
 * The password comes as the digits of its bytes, and the server itself quotes it: no character can end the string that it stands in. The names
 * are of letters that need no quoting. Needs MariaDB 10.6, where every statement can be executed so.
 */
function databaseSql({ database, user, password }: DatabaseAccount): string {
  // In a grant `_` stands for any character, unless it is escaped.
  const pattern = database.replaceAll('_', '\\_');
  return `SET SESSION sql_mode = '';
SET @password = QUOTE(CONVERT(x'${secretRef(password.name, 'hex')}' USING utf8mb4));
CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
EXECUTE IMMEDIATE CONCAT("CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY ", @password);
EXECUTE IMMEDIATE CONCAT("ALTER USER '${user}'@'%' IDENTIFIED BY ", @password);
GRANT ALL PRIVILEGES ON \`${pattern}\`.* TO '${user}'@'%';
`;
}
