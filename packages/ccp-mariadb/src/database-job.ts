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

/** As {@link databaseJob}, on a server that other environments may use too: what another one has marked as its own is not touched. */
export function markedDatabaseJob(server: ServerAccess, account: DatabaseAccount, environment: string): JobSpec {
  const { database, user } = account;
  const sql = `${refusalSql(account, environment)}${databaseSql(account)}${markSql(account, environment)}`;
  return applyJob(server, sql, { database, user, environment });
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

/** Before the name of the environment that a database belongs to, as the database's comment. */
const markPrefix = 'ccp environment ';

/**
 * Fails before anything is changed where the database, or one that the account has grants on, is marked as another environment's. Such an account
 * is found where the administrator may read grants.
 */
function refusalSql({ database, user }: DatabaseAccount, environment: string): string {
  const way = `Nothing was changed. Set names of its own for ${environment} under accounts of the service external-mariadb, or use another server.`;
  return `SET SESSION sql_mode = '';
SET @other = (
  SELECT CONCAT('database ', SCHEMA_NAME, ' belongs to ', SCHEMA_COMMENT) FROM information_schema.SCHEMATA
  WHERE SCHEMA_COMMENT LIKE '${markPrefix}%' AND SCHEMA_COMMENT <> '${markPrefix}${environment}' AND (
    SCHEMA_NAME = '${database}' OR SCHEMA_NAME IN (SELECT REPLACE(TABLE_SCHEMA, '\\_', '_') FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = "'${user}'@'%'")
  ) ORDER BY SCHEMA_NAME <> '${database}', SCHEMA_NAME LIMIT 1
);
EXECUTE IMMEDIATE IF(@other IS NULL, 'DO 0', CONCAT("SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = ", QUOTE(CONCAT('account ${user}: ', @other, '. ${way}'))));
`;
}

/** A comment that somebody else wrote stays. Without its character set, the statement would reset that. */
function markSql({ database }: DatabaseAccount, environment: string): string {
  return `SET @mark = (
  SELECT IF(SCHEMA_COMMENT = '', CONCAT('ALTER DATABASE \`${database}\` CHARACTER SET ', DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', DEFAULT_COLLATION_NAME, " COMMENT = '${markPrefix}${environment}'"), 'DO 0')
  FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '${database}'
);
EXECUTE IMMEDIATE @mark;
`;
}
