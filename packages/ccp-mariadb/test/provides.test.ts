import { describe, expect, test } from '@jest/globals';
import { resolveSecrets } from 'ccp-core';
import { databaseProvider } from '../src/index.ts';
import { mariadbContext } from './mariadb-context.ts';

const consumer = { service: 'nova-api' };
const secrets: Record<string, string> = { 'nova-api.database-password': 'p@ss/1', 'mariadb.root-password': 'rootpw' };
const resolve = (text: string): string => resolveSecrets(text, (name) => secrets[name] ?? `unknown ${name}`);

describe('capability database', () => {
  const value = databaseProvider.value(mariadbContext({ port: 3307 }), consumer);

  test('gives each consumer a database and an account of its own', () => {
    expect(value).toMatchObject({ host: 'mariadb.cloud.svc', port: 3307, name: 'nova_api', user: 'nova_api' });
    expect(value.password.name).toBe('nova-api.database-password');
    expect(Object.keys(databaseProvider.secretsFor?.(consumer, mariadbContext({ port: 3307 })) ?? {})).toEqual(['database-password']);
  });

  test('a password with any character makes a valid URL', () => {
    const url = new URL(resolve(String(value.url)));
    expect(decodeURIComponent(url.password)).toBe('p@ss/1');
    expect(url.host).toBe('mariadb.cloud.svc:3307');
    expect(url.searchParams.get('charset')).toBe('utf8mb4');
  });

  test('a second instance serves under its own name, with its own account of root, and keeps its own data', () => {
    const second = mariadbContext({}, 'mariadb-cells');
    expect(databaseProvider.value(second, consumer).host).toBe('mariadb-cells.cloud.svc');
    const login = databaseProvider.jobsFor?.(second, consumer)['db-create']?.ownFiles?.['/etc/ccp/client.cnf'];
    expect(resolveSecrets(login ?? '', (name) => name)).toMatch(/^host = mariadb-cells\.cloud\.svc$[^]*"mariadb-cells\.root-password"$/m);
    expect(databaseProvider.keeps?.(second, consumer)).not.toEqual(databaseProvider.keeps?.(mariadbContext(), consumer));
  });
});

describe('job db-create', () => {
  const job = databaseProvider.jobsFor?.(mariadbContext(), consumer)['db-create'];
  if (job === undefined) throw new Error('no job db-create');
  const files = job.ownFiles ?? {};

  test('no password is on the command line, in the environment or in the identity', () => {
    expect(JSON.stringify([job.command, job.env, job.identity])).not.toContain('secret:');
    expect(job.command.slice(1).every((argument) => argument in files)).toBe(true);
  });

  test('runs again for another database, not for another image', () => {
    expect(job).toMatchObject({ imageIdentity: false, identity: { database: 'nova_api', user: 'nova_api' } });
  });

  test('logs in as root and may be repeated', () => {
    expect(resolve(files['/etc/ccp/client.cnf'] ?? '')).toMatch(/^host = mariadb\.cloud\.svc$[\s\S]*^user = root\npassword = "rootpw"$/m);
    const sql = resolve(files['/etc/ccp/database.sql'] ?? '');
    expect(sql).toContain('CREATE DATABASE IF NOT EXISTS `nova_api`');
    expect(sql).toContain("CREATE USER IF NOT EXISTS 'nova_api'@'%'");
    expect(sql).toContain("ALTER USER 'nova_api'@'%' IDENTIFIED BY");
  });

  test.each([`a'b"c`, 'back\\slash\\', '${HOME} $$ `id`', '%s;--', 'пароль-密码', '@@x@@'])('the password %j stands in SQL as digits, whatever it holds', (password) => {
    const sql = resolveSecrets(files['/etc/ccp/database.sql'] ?? '', () => password);
    const digits = /x'([0-9a-f]*)'/.exec(sql)?.[1] ?? '';
    expect(Buffer.from(digits, 'hex').toString()).toBe(password);
    expect(sql).not.toContain(password);
  });

  test('grants nothing on databases whose names are only alike', () => {
    expect(files['/etc/ccp/database.sql']).toContain('GRANT ALL PRIVILEGES ON `nova\\_api`.*');
  });
});
