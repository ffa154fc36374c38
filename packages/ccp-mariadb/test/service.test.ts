import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import Handlebars from 'handlebars';
import { parse } from 'ini';
import { mariadb, mariadbConfig } from '../src/index.ts';
import { mariadbContext } from './mariadb-context.ts';

/** Renders a file of the service as ccp does: strictly, without escaping. */
function rendered(name: string, config: object = {}): string {
  const context = mariadbContext(config);
  const template = mariadb.files?.[name]?.template ?? 'missing';
  const text = readFileSync(new URL(`../templates/${template}`, import.meta.url), 'utf8');
  return Handlebars.compile(text, { strict: true, noEscape: true })({ config: context.config, ...mariadb.variables?.(context) });
}

describe('files', () => {
  test('settings follow the configuration', () => {
    const { client, mariadbd } = parse(rendered('ccp.cnf', { port: 3307, maxConnections: 50, innodbBufferPoolSize: '1G' }));
    expect(mariadbd).toMatchObject({ port: '3307', max_connections: '50', innodb_buffer_pool_size: '1G', datadir: '/var/lib/mysql/data' });
    expect(client?.socket).toBe(mariadbd?.socket);
  });

  test('Galera is off: one member is no cluster', () => {
    expect(rendered('ccp.cnf')).not.toContain('wsrep');
    expect(mariadb.availability.replicas).toBe(1);
  });

  test('root from other hosts has the password of the secret', () => {
    expect(rendered('accounts.sql')).toContain("CREATE USER 'root'@'%' IDENTIFIED BY \", QUOTE(CONVERT(x'@@secret:mariadb.root-password:hex@@' USING utf8mb4))");
  });
});

describe('daemon', () => {
  const daemon = mariadb.daemon(mariadbContext());

  test('no password is in its command, environment or probes', () => {
    expect(JSON.stringify(daemon)).not.toContain('secret:');
  });

  test('has time to flush, and a socket folder that dies with the container', () => {
    expect(daemon.graceSeconds).toBeGreaterThanOrEqual(60);
    expect(daemon.scratch).toContain('/run/mysqld');
  });
});

describe('configuration', () => {
  test('has a default for everything', () => {
    expect(mariadbConfig.schema.parse({})).toEqual({
      port: 3306,
      maxConnections: 1000,
      maxAllowedPacket: '64M',
      innodbBufferPoolSize: '256M',
      innodbLogFileSize: '96M',
    });
  });

  test.each([{ port: 80 }, { innodbBufferPoolSize: '1GB' }, { innodbBufferPoolSize: 256 }, { maxConnection: 5 }])('refuses %j', (config) => {
    expect(mariadbConfig.schema.safeParse(config).success).toBe(false);
  });
});
