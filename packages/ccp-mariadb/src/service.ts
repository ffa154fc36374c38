import { defineService, exec, secretRef } from 'ccp-core';
import { mariadbConfig } from './config.ts';
import { mariadbImage } from './image.ts';
import { databaseProvider } from './provides.ts';

const settings = '--defaults-file=/etc/mysql/ccp.cnf';

/**
 * One MariaDB server. The image holds Galera; the service does not switch it on, because one member is no cluster.
 * Probes use the local socket, where the system account of the server is known without a password.
 */
export const mariadb = defineService({
  name: 'mariadb',
  title: 'MariaDB',
  kind: 'StatefulSet',
  image: mariadbImage,
  config: mariadbConfig,
  provides: { database: databaseProvider },
  ports: ({ config }) => ({ mysql: { port: config.port } }),
  secrets: { 'root-password': { description: 'Password of the account root@% of MariaDB' } },
  files: {
    'ccp.cnf': { path: '/etc/mysql/ccp.cnf', template: 'ccp.cnf.hbs' },
    'accounts.sql': { path: '/etc/mysql/accounts.sql', template: 'accounts.sql.hbs' },
  },
  variables: (context) => ({ rootPassword: secretRef(context.secret('root-password').name, 'hex') }),
  volumes: { data: { path: '/var/lib/mysql', size: '10Gi' } },
  daemon: () => ({
    command: ['mariadb-start'],
    probes: {
      started: exec('mariadb-admin', settings, '--silent', 'ping'),
      ready: exec('mariadb', settings, '--silent', '--execute=SELECT 1'),
      alive: exec('mariadb-admin', settings, '--silent', 'ping'),
    },
    // Pages that are not written yet are flushed at the end; killed, the server must recover at the next start.
    graceSeconds: 120,
    scratch: ['/run/mysqld'],
  }),
  availability: { replicas: 1, max: 1, spread: 'required', disruption: { maxUnavailable: 1 } },
  resources: { requests: { cpu: '50m', memory: '448Mi' }, limits: { memory: '1Gi' } },
});
