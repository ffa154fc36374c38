import { describe, expect, test } from '@jest/globals';
import { resolveSecrets, type ServiceContext } from 'ccp-core';
import { sampleContext } from 'ccp-core/testing';
import { externalMariadb, type ExternalMariadbConfig } from '../src/index.ts';

const provider = externalMariadb.provides?.database;
if (provider === undefined) throw new Error('no database');
const consumer = { service: 'keystone' };
function contextOf(config: object): ServiceContext<ExternalMariadbConfig> {
  return sampleContext(externalMariadb, { host: '10.1.2.3', ...config }, { service: 'db' });
}

describe('external MariaDB', () => {
  test('consumers reach it under the name of its service, whatever its address', () => {
    const value = provider.value(contextOf({ port: 3307 }), consumer);
    expect(value).toMatchObject({ host: 'db.cloud.svc', port: 3307, name: 'keystone', user: 'keystone' });
    expect(externalMariadb.external?.({ config: contextOf({}).config })).toEqual({ host: '10.1.2.3' });
  });

  test('with an administrator, accounts are made; only its password must be imported', () => {
    const context = contextOf({ adminUser: 'dba' });
    const job = provider.jobsFor?.(context, consumer)['db-create'];
    expect(job?.ownFiles?.['/etc/ccp/client.cnf']).toContain('user = dba\npassword = "@@secret:db.admin-password:quoted@@"\n');
    expect(provider.secretsFor?.(consumer, context)['database-password']?.imported).toBe(false);
    expect(externalMariadb.configSecrets?.(context)).toMatchObject({ 'admin-password': { imported: true } });
  });

  test("what another environment has marked as its own is refused before anything is changed, and this one's is marked", () => {
    const job = provider.jobsFor?.(contextOf({}), consumer)['db-create'];
    const sql = job?.ownFiles?.['/etc/ccp/database.sql'] ?? '';
    const [refused, made, changed, marked] = ['SIGNAL SQLSTATE', 'CREATE DATABASE IF NOT EXISTS', 'ALTER USER', 'ALTER DATABASE'].map((words) => sql.indexOf(words));
    expect([refused, made, changed, marked].every((place) => place !== -1)).toBe(true);
    expect([made, changed, refused, marked].sort((a = 0, b = 0) => a - b)).toEqual([refused, made, changed, marked]);
    expect(sql).toContain("SCHEMA_COMMENT LIKE 'ccp environment %' AND SCHEMA_COMMENT <> 'ccp environment lab'");
    expect(sql).toContain(" COMMENT = 'ccp environment lab'");
  });

  test('a database that was made before marks is marked by the next deploy', () => {
    expect(provider.jobsFor?.(contextOf({}), consumer)['db-create']?.identity).toEqual({ database: 'keystone', user: 'keystone', environment: 'lab' });
  });

  test("without one, the operator's names and password are used, and the job only logs in", () => {
    const context = contextOf({ createAccounts: false, accounts: { keystone: { user: 'ks$1', database: 'identity' } } });
    const { url } = provider.value(context, consumer);
    expect(new URL(resolveSecrets(String(url), () => 'p/w')).pathname).toBe('/identity');
    const files = provider.jobsFor?.(context, consumer)['db-create']?.ownFiles ?? {};
    expect(files['/etc/ccp/client.cnf']).toContain('user = ks$1\npassword = "@@secret:keystone.database-password:quoted@@"\n');
    expect(files['/etc/ccp/database.sql']).toBe('USE `identity`;\n');
    expect(provider.secretsFor?.(consumer, context)['database-password']?.imported).toBe(true);
    expect(externalMariadb.configSecrets?.(context)).toEqual({});
  });

  test('another server or database is another place of the data', () => {
    const places = [{}, { host: 'db.example' }, { port: 3307 }, { accounts: { keystone: { database: 'x' } } }].map((config) => JSON.stringify(provider.keeps?.(contextOf(config), consumer)));
    expect(new Set(places).size).toBe(places.length);
  });

  test.each([{ host: 'localhost' }, { host: '127.0.0.1' }, { host: 'a b' }, { host: '10.0.0.1', adminUser: "x'y" }, { host: '10.0.0.1', accounts: { keystone: { user: 'a`b' } } }])('refuses %j', (config) => {
    expect(externalMariadb.config.schema.safeParse(config).success).toBe(false);
  });
});
